"""Where Asterisk records, and how the worker makes a recording's file of it; decision 0066.

It is a folder below that of the sounds, on a disk of Asterisk's machine: the storage of the
recordings may be away while people speak, and nothing of what they say is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from pathlib import Path

from lingting.adapters.asterisk.config.layout import RECORDED
from lingting.adapters.asterisk.raw_to_wav import convert, whole
from lingting.kernel.ids import RecordingId
from lingting.platform.log import get_log
from lingting.recordings.domain import LEAST_SPOOL, Raw

log = get_log(__name__)

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

    def message(self, recording: RecordingId) -> Path:
        """A message, whose file bears the recording's id."""
        return self.folder / f"{recording}.wav"

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
            if path.is_file():  # whoever made it was stopped before he could tidy up
                _forget(sounds)
                return Raw.FINISHED
            if any(map(_is_written, sounds)):
                return Raw.BUSY
            if not sounds:
                return Raw.NOTHING
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.stem == sounds[0].stem:
                with whole(path) as building:  # on another disk, perhaps
                    shutil.copyfile(sounds[0], building)
            else:
                convert(*self.raws(path), path)
        except OSError as error:
            if not self.has(path):
                return Raw.NOTHING
            log.error("recording not finished", reason=error.strerror)
            return Raw.STUCK
        _forget(sounds)
        return Raw.FINISHED

    def _sounds(self, path: Path) -> list[Path]:
        """The message, or what there is of both sides of a talk."""
        message = self.folder / f"{path.stem}.wav"
        return [one for one in (message, *self.raws(path)) if one.exists()]


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
