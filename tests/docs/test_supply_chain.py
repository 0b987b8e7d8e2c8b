"""What others made comes as it was locked, runs nothing while it is installed, and may be used."""

import json
import re
from pathlib import Path

import pytest
from tools.sbom import bill, locked, npm_packages, text

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
    assert all(hashes for _, hashes in packages.values())
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
    for one in bill()["components"]:
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
    assert len(components) == len(locked("run")) + len(npm_packages())
    assert len({one["purl"] for one in components}) > len(components) * 0.9
