"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiClient
from lingting.adapters.asterisk.raw_to_wav import convert
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.recordings.domain import Raw

log = get_log(__name__)

GONE = "No such channel"
BUSY_SECONDS = 3.0
"""A file that was written to so lately is not left alone yet, where nothing better is known."""


class Recorder:
    """Starts and stops recordings; `finish` makes the files."""

    def __init__(self, ami: AmiClient, shelf: Shelf) -> None:
        self._ami = ami
        self._shelf = shelf

    async def start(self, channel: str, path: Path) -> bool:
        """Records a channel for `path`."""
        try:
            await self._shelf.make_folder(path.parent)
        except OSError as error:
            log.error("recording did not start", reason=error.strerror)
            return False
        heard, said = raws_of(path)
        fields = {"Channel": channel, "Options": f"t({heard})r({said})"}
        answer = await self._ami.action("MixMonitor", fields)
        done = answer.get("Response") == "Success"
        if not done and answer.get("Message") != GONE:
            log.error("recording did not start", reason=answer.get("Message"))
        return done

    async def stop(self, channel: str) -> None:
        """Ends the recording of a channel; the leg goes on."""
        await self._ami.action("StopMixMonitor", {"Channel": channel})


def raws_of(path: Path) -> tuple[Path, Path]:
    """Where the sounds are while Asterisk records them, and until the worker has made the file:
    what the far end hears, and what it says."""
    return path.with_suffix(".heard.raw"), path.with_suffix(".said.raw")


def finish(path: Path) -> Raw:
    """Implements `recordings.ports.Finish`: makes the file of what MixMonitor left."""
    heard, said = raws_of(path)
    try:
        there = [raw for raw in (heard, said) if raw.exists()]
        if any(map(_is_written, there)):
            return Raw.BUSY
    except OSError:  # taken away in this moment
        there = []
    if not there:  # no sound (any more), no folder, or a file in its place
        return Raw.FINISHED if path.exists() else Raw.NOTHING
    try:
        convert(heard, said, path)
    except OSError as error:
        log.error("recording not finished", reason=error.strerror)
        return Raw.STUCK
    return Raw.FINISHED


def _is_written(raw: Path) -> bool:
    """Whether anybody still has the file open for writing.

    The kernel leases a file for reading only while nobody does. Where it leases none (another
    owner's file, a file system without leases) the time of the last writing has to tell; a
    recording is written to at least each second.
    """
    handle = os.open(raw, os.O_RDONLY)
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
