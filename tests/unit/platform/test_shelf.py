"""A disk that hangs costs its deadline once, and no thread of the process after that."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from lingting.platform.shelf import FOUND_SECONDS, Shelf
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.unit


async def test_work_is_done_and_its_failure_is_told(tmp_path: Path) -> None:
    shelf = Shelf()
    assert await shelf.do(lambda: (tmp_path / "a").write_text("x")) == 1
    with pytest.raises(FileNotFoundError):
        await shelf.do((tmp_path / "b").read_text)
    assert not shelf.hangs


async def test_what_hangs_is_left_and_nothing_else_is_tried_until_it_is_back() -> None:
    shelf, answers = Shelf(0.05), threading.Event()
    with pytest.raises(OSError, match="does not answer"):
        await shelf.do(lambda: answers.wait(60))
    assert shelf.hangs
    tried: list[int] = []
    with pytest.raises(TimeoutError):
        await shelf.do(lambda: tried.append(1))
    assert tried == []
    answers.set()
    async with unless_it_hangs():
        while shelf.hangs:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await shelf.do(lambda: tried.append(1))
    assert tried == [1]


async def test_no_thread_of_a_disk_that_hangs_keeps_the_process_from_ending() -> None:
    shelf, answers = Shelf(0.01), threading.Event()
    with pytest.raises(TimeoutError):
        await shelf.do(lambda: answers.wait(60))
    assert all(one.daemon for one in threading.enumerate() if one.name == "shelf")
    answers.set()


async def test_one_thing_after_another_is_done_by_one_thread_that_ends_with_the_shelf() -> None:
    shelf = Shelf()
    hand, *others = [await shelf.do(threading.current_thread) for _ in range(5)]
    assert others == [hand] * 4
    del shelf
    hand.join(5)
    assert not hand.is_alive()


async def test_what_is_asked_at_once_is_done_at_once() -> None:
    shelf, both = Shelf(), threading.Barrier(2)
    await asyncio.gather(shelf.do(lambda: both.wait(5)), shelf.do(lambda: both.wait(5)))


async def test_a_folder_that_was_there_a_moment_ago_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, folder, now = Shelf(), tmp_path / "company" / "day", 100.0
    monkeypatch.setattr("lingting.platform.shelf.monotonic", lambda: now)
    await shelf.make_folder(folder)
    folder.rmdir()
    await shelf.make_folder(folder)
    assert not folder.exists()
    now += FOUND_SECONDS + 0.1
    await shelf.make_folder(folder)
    assert folder.is_dir()


async def test_no_folder_is_there_while_the_disk_hangs(tmp_path: Path) -> None:
    shelf, answers = Shelf(0.05), threading.Event()
    await shelf.make_folder(tmp_path)
    with pytest.raises(TimeoutError):
        await shelf.do(lambda: answers.wait(60))
    with pytest.raises(TimeoutError):
        await shelf.make_folder(tmp_path)
    answers.set()
