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
from lingting.recordings.domain import Raw

log = get_log(__name__)

STEREO = "D"
GONE = "No such channel"
BUSY_SECONDS = 3.0
"""A file that was written to so lately is not left alone yet, where nothing better is known."""


class Recorder:
    """Starts and stops recordings; `finish` makes the files."""

    def __init__(self, ami: AmiClient) -> None:
        self._ami = ami

    async def start(self, channel: str, path: Path) -> bool:
        """Records a channel for `path`."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.error("recording did not start", reason=error.strerror)
            return False
        fields = {"Channel": channel, "File": str(raw_of(path)), "Options": STEREO}
        answer = await self._ami.action("MixMonitor", fields)
        done = answer.get("Response") == "Success"
        if not done and answer.get("Message") != GONE:
            log.error("recording did not start", reason=answer.get("Message"))
        return done

    async def stop(self, channel: str) -> None:
        """Ends the recording of a channel; the leg goes on."""
        await self._ami.action("StopMixMonitor", {"Channel": channel})


def raw_of(path: Path) -> Path:
    """Where the sound is while Asterisk records it, and until the worker has made the file."""
    return path.with_suffix(".raw")


def finish(path: Path) -> Raw:
    """Implements `recordings.ports.Finish`: makes the file of what MixMonitor left."""
    raw = raw_of(path)
    try:
        if _is_written(raw):
            return Raw.BUSY
    except OSError:  # no raw file (any more), no folder, or a file in its place
        return Raw.FINISHED if path.exists() else Raw.NOTHING
    try:
        convert(raw, path)
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
