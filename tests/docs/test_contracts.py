"""What is generated equals the code it is generated from."""

import pytest

from lingting.main.contracts import ROOT, contracts

pytestmark = pytest.mark.docs


def test_generated_files_are_as_the_code_says() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in contracts().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    assert not stale, f"run ./lingting contracts; these differ: {stale}"
