"""The documents exist, in both languages, lead where they say and fit their limits."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "lingting"
FOLDERS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
READMES = sorted(PACKAGE.glob("*/README.md")) + sorted(PACKAGE.glob("*/*/README.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *READMES])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PLACE_OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|Users|mnt)/")
LARGEST_IMAGE = 250_000


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _prose(document: Path) -> str:
    return FENCED.sub("", document.read_text("utf-8"))


def _anchors(document: Path) -> set[str]:
    """As GitHub makes them: lower case, spaces to hyphens, no punctuation."""
    headings = HEADING.findall(_prose(document))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def _links(document: Path) -> list[str]:
    found = LINK.findall(_prose(document))
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_folder_of_the_package_says_what_it_is(folder: Path) -> None:
    readme = folder / "README.md"
    assert readme.is_file(), f"{_name(readme)} is missing"
    assert 5 <= len(readme.read_text("utf-8").splitlines()) <= 60


@pytest.mark.req("DOC-01", "DOC-06")
@pytest.mark.parametrize("guide", ["agent", "supervisor", "operator"])
def test_a_guide_has_the_same_parts_in_both_languages(guide: str) -> None:
    chinese, english = (
        (ROOT / "docs" / "guides" / f"{guide}.{language}.md").read_text("utf-8")
        for language in ("zh-CN", "en")
    )
    depths = [
        re.findall(r"^(#+) ", FENCED.sub("", text), re.MULTILINE) for text in (chinese, english)
    ]
    assert depths[0] == depths[1]


def test_what_is_promised_about_security_is_said_alike_in_both_languages() -> None:
    chinese, english = (
        (ROOT / "docs" / name).read_text("utf-8") for name in ("security.md", "security.en.md")
    )
    for shape in (r"^(#+) ", r"^\| *(`[^`]+`)"):
        assert re.findall(shape, chinese, re.MULTILINE) == re.findall(shape, english, re.MULTILINE)


@pytest.mark.req("UI-22", "UI-23", "UI-24", "DOC-02")
def test_the_agents_guide_helps_with_no_calls_no_sound_and_the_end_of_the_day() -> None:
    guide = ROOT / "docs" / "guides" / "agent.zh-CN.md"
    assert {"坐席老没电话", "摘机后没有声音", "每天下班"} <= _anchors(guide)


@pytest.mark.req("EMG-11", "EMG-12", "ADM-33", "SEC-02")
def test_the_operators_guide_helps_with_troubles_and_backups() -> None:
    guide = ROOT / "docs" / "guides" / "operator.zh-CN.md"
    assert {"故障排除", "备份和恢复", "日常监视"} <= _anchors(guide)
    text = guide.read_text("utf-8")
    assert "**没有来电**" in text
    assert "**接通了没有声音**" in text


def test_every_measure_that_a_guide_names_is_in_the_reference() -> None:
    known = (ROOT / "docs" / "reference" / "prometheus.md").read_text("utf-8")
    for document in DOCUMENTS:
        for name in set(re.findall(r"`(lingting_[a-z_]+)", document.read_text("utf-8"))):
            kept = name.removesuffix("_app").removesuffix("_owner").removesuffix("_backup")
            assert kept == "lingting" or f"`{name}`" in known, f"{_name(document)} names {name}"


def test_the_readme_is_there_in_both_languages_with_the_same_parts() -> None:
    chinese, english = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md"))
    assert chinese.count("\n## ") == english.count("\n## ")
    assert "(README.en.md)" in chinese
    assert "(README.md)" in english


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for link in _links(document):
        path, _, anchor = unquote(link).partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_no_document_names_a_place_of_one_machine(document: Path) -> None:
    assert not PLACE_OF_ONE_MACHINE.search(document.read_text("utf-8"))


def test_images_are_small_and_each_is_shown_somewhere() -> None:
    images = sorted((ROOT / "docs" / "images").iterdir())
    shown = {
        (document.parent / link).resolve()
        for document in DOCUMENTS
        for link in _links(document)
        if link.endswith(".png")
    }
    assert images
    assert set(images) == shown
    for image in images:
        assert image.stat().st_size < LARGEST_IMAGE, f"{image.name} is too large"


def test_every_setting_that_a_guide_names_exists() -> None:
    known = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    for document in DOCUMENTS:
        for name in set(re.findall(r"`(LINGTING_[A-Z_]+)", document.read_text("utf-8"))):
            assert f"`{name}`" in known, f"{_name(document)} names {name}"
