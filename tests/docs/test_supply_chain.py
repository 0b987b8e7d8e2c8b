"""What others made comes as it was locked, runs nothing while it is installed, and may be used."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from tools.debian import debian_packages
from tools.sbom import as_component, bill, locked, npm_packages, text

from lingting.adapters.asterisk.install import ASTERISK

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[2]
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
}
WEAK = {"LGPL-3.0-only": {"psycopg", "psycopg-binary", "psycopg-pool"}}
"""Used as they are and replaceable, which is what this licence asks for."""
PROGRAMS = {"GPL-3.0-or-later": {"espeakng-loader"}}
"""Downloaded beside the product and run in a process of its own."""


@pytest.mark.parametrize("name", ["run", "test", "node"])
def test_every_python_package_is_locked_with_its_hashes(name: str) -> None:
    packages = locked(name)
    assert packages
    assert all(one.hashes for one in packages)
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|git\+", lines)


def test_every_npm_package_is_locked_with_its_hash_and_runs_no_script() -> None:
    packages = npm_packages()
    assert packages
    for place, one in packages.items():
        assert one["integrity"].startswith("sha512-"), place
        assert not one.get("hasInstallScript"), place
        assert not one.get("resolved"), place
    setup = (ROOT / "tools" / "web.py").read_text("utf-8")
    assert '"npm", "ci", "--ignore-scripts"' in setup


def test_every_package_of_the_product_has_a_licence_that_fits() -> None:
    wrong: list[str] = []
    linked = [one for one in bill()["components"] if not one["purl"].startswith("pkg:deb/")]
    for one in linked:
        told = one["licenses"][0]["expression"]
        for name in re.split(r" (?:AND|OR) |[()]", told):
            special = {**WEAK, **PROGRAMS}.get(name, set[str]())
            if name and name not in ALLOWED and one["name"] not in special:
                wrong.append(f"{one['name']}: {told}")
    assert not wrong


def test_the_bill_of_materials_is_the_same_each_time() -> None:
    first, second = text(), text()
    assert first == second
    components = json.loads(first)["components"]
    assert len(components) == len(locked("run")) + len(npm_packages()) + len(debian_packages())
    assert len({one["purl"] for one in components}) > len(components) * 0.9


def test_the_bill_names_both_versions_of_a_package_that_depends_on_the_age_of_python() -> None:
    numpy = {one["version"] for one in bill()["components"] if one["name"] == "numpy"}
    assert numpy == {one.version for one in locked("run") if one.name == "numpy"}
    assert len(numpy) == 2


def test_what_set_up_unpacked_from_debian_is_read_from_its_packages(tmp_path: Path) -> None:
    folder = tmp_path / "asterisk"
    archives, root = folder / "apt" / "cache" / "archives", folder / "22.1-abc"
    for path in (archives, root, tmp_path / "made" / "DEBIAN"):
        path.mkdir(parents=True)
    control = "Package: libssl9\nVersion: 1:9.1~a+b-1+b2\nSource: openssl (1:9.1~a+b-1)\n"
    control += "Architecture: amd64\nMaintainer: nobody\nDescription: none\n"
    (tmp_path / "made" / "DEBIAN" / "control").write_text(control, "utf-8")
    archive = archives / "libssl9_1%3a9.1~a+b-1+b2_amd64.deb"
    subprocess.run(["dpkg-deb", "-b", tmp_path / "made", archive], check=True, capture_output=True)
    (root / "PACKAGES").write_text("libssl9=1:9.1~a+b-1+b2\n", "utf-8")
    mark = {
        "root": root.name,
        "version": "1:22.1",
        "suite": "trixie",
        "packages": ASTERISK.packages,
    }
    (folder / "installed.json").write_text(json.dumps(mark), "utf-8")

    (one,) = debian_packages(tmp_path)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    archive.unlink()
    debian_packages.cache_clear()
    (without,) = debian_packages(tmp_path)

    assert (one.name, one.source, one.source_version) == ("libssl9", "openssl", "1:9.1~a+b-1")
    assert one.sha256 == digest
    assert (without.name, without.version, without.sha256) == (one.name, one.version, "")
    assert as_component(one)["purl"] == (
        "pkg:deb/debian/libssl9@1%3A9.1~a%2Bb-1%2Bb2?arch=amd64&distro=trixie&upstream=openssl"
    )
