"""Work that `up` has a child do: what comes back, and that nothing of it stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lingting.main.errand import Errand, ErrandFailed, Refused, Watcher

pytestmark = pytest.mark.unit
WHERE = "support.errands"
PRODUCT = ("sqlalchemy", "fastapi", "alembic", "cryptography", "lingting.main.wiring")


@pytest.fixture(autouse=True)
def the_child_finds_our_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def test_a_child_answers_and_tells_on_the_way() -> None:
    told: list[str] = []
    assert Errand(WHERE, "add", int).run(2, 3, watcher=Watcher(told.append)) == 5
    assert told == ["2", "3"]


def test_a_refusal_comes_back_as_one_and_a_fault_with_its_words() -> None:
    with pytest.raises(Refused, match="let it in"):
        Errand(WHERE, "refuse", object).run(watcher=Watcher())
    with pytest.raises(ErrandFailed, match="no room") as found:
        Errand(WHERE, "fail", object).run(watcher=Watcher())
    assert not isinstance(found.value, Refused)


def test_a_child_that_is_killed_is_said_to_have_ended() -> None:
    with pytest.raises(ErrandFailed, match="-9"):
        Errand(WHERE, "die", object).run(watcher=Watcher())


def test_a_wish_to_stop_reaches_the_child_which_answers_still(tmp_path: Path) -> None:
    began = tmp_path / "began"
    watcher = Watcher(is_stopped=began.exists)
    assert Errand(WHERE, "until_stopped", str).run(began, watcher=watcher) == "stopped"


def test_who_only_watches_loads_nothing_of_the_product() -> None:
    code = f"import sys, lingting.main.up; print([m for m in {PRODUCT} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
