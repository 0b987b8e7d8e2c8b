"""Where Asterisk records, and how the worker makes a recording's file of it; decision 0066.

It is a folder below that of the sounds, on a disk of Asterisk's machine: the storage of the
recordings may be away while people speak, and nothing of what they say is.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import UUID

from lingting.adapters.asterisk.config.layout import RECORDED
from lingting.adapters.asterisk.raw_to_wav import complete, convert, sync, whole
from lingting.kernel.ids import LegId, RecordingId
from lingting.platform.log import get_log
from lingting.recordings.domain import LEAST_SPOOL, Raw

log = get_log(__name__)

BETWEEN = "~"
BUSY_SECONDS = 3.0
"""A file that was written to so lately is not left alone yet, where nothing better is known."""


class NoRoom(OSError):
    """The disk is as full as recordings may make it."""


class Spool:
    """What is being recorded, or waits to be put where it shall be, each by its file's name."""

    def __init__(self, sounds: Path) -> None:
        self.folder = sounds / RECORDED

    def raws(self, path: Path) -> tuple[Path, Path]:
        """The sounds of a leg that shall be `path`: what its far end hears, and what it says."""
        return self.folder / f"{path.stem}.heard.raw", self.folder / f"{path.stem}.said.raw"

    def message(self, leg: LegId, recording: RecordingId) -> Path:
        """A message, whose file bears the ids of who left it and of the recording."""
        return self.folder / f"{message_name(leg, recording)}.wav"

    def messages(self) -> list[tuple[LegId, RecordingId]]:
        """Those that are here, be they over or not."""
        found = (message_of(one.stem) for one in self.folder.glob(f"*{BETWEEN}*.wav"))
        return [one for one in found if one is not None]

    def make_ready(self) -> None:
        """Raises an OSError when nothing more may be recorded here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.free < LEAST_SPOOL:
            raise NoRoom("the disk is full")

    @property
    def free(self) -> int:
        """Room on its disk."""
        nearest = next(one for one in (self.folder, *self.folder.parents) if one.exists())
        return shutil.disk_usage(nearest).free

    def has(self, path: Path) -> bool:
        """Whether anything of `path` is here."""
        return bool(self._sounds(path))

    def finish(self, path: Path) -> Raw:
        """Makes the file of what Asterisk left."""
        sounds = self._sounds(path)
        try:
            with _alone(sounds):
                return self._finish(path, sounds)
        except BlockingIOError:  # another worker is at it
            return Raw.BUSY
        except OSError as error:
            if not self.has(path):
                return Raw.NOTHING
            log.error("recording not finished", reason=error.strerror)
            return Raw.STUCK

    def forget(self, path: Path) -> bool:
        """Removes what is here and the file made of it; answers whether that is gone for good.

        Where its folder is not, the storage may be away, and the file with it, unless none was
        made yet. Raises an OSError while somebody makes it.
        """
        sounds = [*self._sides(path), *self._messages(path)]
        with _alone(sounds):
            _forget(sounds)
            _forget([path, *path.parent.glob(f"{path.stem}.*")])
        return bool(sounds) or path.parent.is_dir()

    def lying(self, seconds: float) -> list[UUID]:
        """Legs and recordings whose sound nobody has touched for so long."""
        before = time.time() - seconds
        return list({whose for whose, one in self._all() if one.stat().st_mtime < before})

    def drop(self, one: UUID) -> None:
        """Removes the sound of a leg or recording."""
        _forget([sound for whose, sound in self._all() if whose == one])

    def _all(self) -> Iterator[tuple[UUID, Path]]:
        for one in self.folder.glob("*.*"):
            name = one.name.partition(".")[0].rpartition(BETWEEN)[2]
            with suppress(ValueError):
                yield UUID(name), one

    def _finish(self, path: Path, sounds: list[Path]) -> Raw:
        if path.is_file():  # whoever made it was stopped before he could tidy up
            _forget(sounds)
            return Raw.FINISHED
        if any(map(_is_written, sounds)):
            return Raw.BUSY
        if not sounds:
            return Raw.NOTHING
        path.parent.mkdir(parents=True, exist_ok=True)
        sync(path.parent.parent)  # whoever made the folder may not have
        if sounds[0].suffix == path.suffix:
            with whole(path) as building:  # on another disk, perhaps
                shutil.copyfile(sounds[0], building)
                complete(building)
        else:
            convert(*self.raws(path), path)
        _forget(sounds)
        return Raw.FINISHED

    def _sounds(self, path: Path) -> list[Path]:
        """The message, or what there is of both sides of a talk."""
        return self._sides(path) or self._messages(path)

    def _sides(self, path: Path) -> list[Path]:
        return [one for one in self.raws(path) if one.exists()]

    def _messages(self, path: Path) -> list[Path]:
        """The one that bears the recording's id, behind that of who left it."""
        return [*self.folder.glob(f"*{path.stem}.wav")]


def message_name(leg: LegId, recording: RecordingId) -> str:
    """What Asterisk calls a message: known from it alone whose it is and what it shall be."""
    return f"{leg}{BETWEEN}{recording}"


def message_of(name: str) -> tuple[LegId, RecordingId] | None:
    """Whose message has this name, and its recording."""
    try:
        leg, recording = name.split(BETWEEN)
        return LegId(UUID(leg)), RecordingId(UUID(recording))
    except ValueError:
        return None


@contextmanager
def _alone(sounds: Sequence[Path]) -> Iterator[None]:
    """Nobody else makes a file of these, or removes them, meanwhile; a BlockingIOError where
    somebody does. Whoever comes a moment too late does not find them."""
    with ExitStack() as held:
        for one in sounds:
            file = held.enter_context(one.open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.fstat(file.fileno()).st_nlink:
                raise FileNotFoundError(errno.ENOENT, "removed meanwhile", str(one))
        yield


def _forget(sounds: list[Path]) -> None:
    for one in sounds:
        one.unlink(missing_ok=True)


def _is_written(sound: Path) -> bool:
    """Whether anybody still has the file open for writing.

    The kernel leases a file for reading only while nobody does. Where it leases none (another
    owner's file, a file system without leases) the time of the last writing has to tell; a
    recording is written to at least each second.
    """
    handle = os.open(sound, os.O_RDONLY)
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # SIGIO would end the worker
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return time.time() - os.fstat(handle).st_mtime < BUSY_SECONDS
    finally:
        os.close(handle)
    return False
