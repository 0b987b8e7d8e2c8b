"""The Debian archive is found in whatever apt configuration a machine has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.adapters.debian.sources import (
    KEYRING,
    NoDebianArchive,
    Source,
    debian_archive,
    own_suite,
    parse_deb822,
    parse_list,
    read_machine,
)

pytestmark = pytest.mark.unit

DEB822 = f"""\
Types: deb
# a comment in the stanza
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: {KEYRING}

Types: deb deb-src
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: {KEYRING}
"""

ONE_LINE = """\
# deb http://old.example/debian bookworm main
deb http://mirror.example/debian/ bookworm main contrib non-free-firmware
deb http://mirror.example/debian bookworm-updates main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian-security bookworm-security main  # security
"""  # noqa: E501

THIRD_PARTY = """\
deb [signed-by=/etc/apt/keyrings/browser.gpg] https://browser.example/linux/chrome/deb/ stable main
deb [signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example/debian bookworm main
deb [arch=amd64] https://tools.example/linux/debian12/prod bookworm main
"""


def test_the_stanza_format_names_the_archive() -> None:
    archive = debian_archive(parse_deb822(DEB822), "bookworm")
    assert archive.uri == "http://mirror.example/debian"
    assert archive.signed_by == KEYRING


def test_the_one_line_format_names_the_archive() -> None:
    archive = debian_archive(parse_list(ONE_LINE), "bookworm")
    assert archive.uri == "http://mirror.example/debian/"


def test_a_third_party_archive_never_wins_even_when_it_comes_first() -> None:
    archive = debian_archive(parse_list(THIRD_PARTY + ONE_LINE), "bookworm")
    assert archive.uri == "http://mirror.example/debian/"


def test_only_third_party_archives_are_no_debian() -> None:
    with pytest.raises(NoDebianArchive):
        debian_archive(parse_list(THIRD_PARTY.splitlines()[0]), "bookworm")


def test_a_mirror_that_is_trusted_by_its_owner_keeps_that_mark() -> None:
    line = "deb [trusted=yes] http://intranet.example/debian bookworm main"
    archive = debian_archive(parse_list(line), "bookworm")
    assert archive.trusted == "yes"
    assert "Trusted: yes" in archive.in_suite("unstable").as_deb822()


def test_a_disabled_stanza_is_not_used() -> None:
    assert parse_deb822("Enabled: no\n" + DEB822.split("\n\n")[0]) == []


def test_a_release_named_by_its_class_is_found() -> None:
    line = "deb http://mirror.example/debian stable main"
    assert debian_archive(parse_list(line), "trixie").suites == ("stable",)


def test_the_own_suite_includes_updates_and_security() -> None:
    suites = [source.suites for source in own_suite(parse_deb822(DEB822), "bookworm")]
    assert suites == [("bookworm", "bookworm-updates"), ("bookworm-security",)]


def test_a_mirror_list_is_passed_on_as_it_is() -> None:
    text = DEB822.replace(
        "http://mirror.example/debian\n", "mirror+file:///etc/apt/mirrors/debian.list\n"
    )
    assert debian_archive(parse_deb822(text), "bookworm").uri.startswith("mirror+file:")


def test_files_are_read_in_the_order_of_apt(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(ONE_LINE, "utf-8")
    (tmp_path / "sources.list.d" / "a.sources").write_text(DEB822, "utf-8")
    (tmp_path / "sources.list.d" / "b.list.save").write_text("deb x y z", "utf-8")
    uris = [source.uri for source in read_machine(tmp_path)]
    assert uris == [
        "http://mirror.example/debian/",
        "http://mirror.example/debian",
        "http://mirror.example/debian-security",
        "http://mirror.example/debian",
        "http://mirror.example/debian-security",
    ]


def test_a_machine_without_apt_has_no_sources(tmp_path: Path) -> None:
    assert read_machine(tmp_path) == []


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-.", min_size=1, max_size=12)


@given(words, st.lists(words, min_size=1, max_size=3, unique=True), st.lists(words, max_size=3))
def test_what_is_written_for_apt_reads_back_the_same(
    host: str, suites: list[str], components: list[str]
) -> None:
    source = Source(f"http://{host}/debian", tuple(suites), ("main", *components), KEYRING)
    assert parse_deb822(source.as_deb822()) == [source]


@given(st.text(max_size=400))
def test_no_file_content_breaks_the_reading(content: str) -> None:
    parse_list(content)
    parse_deb822(content)
