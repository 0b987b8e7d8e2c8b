"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

import shlex
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
"""A file that was written to so lately is not left alone yet."""


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
        raw = path.with_suffix(".raw")
        command = shlex.join(["mv", str(raw), str(whole(path))])
        fields = {
            "Channel": channel,
            "File": str(raw),
            "Options": STEREO,
            "Command": command,
        }
        answer = await self._ami.action("MixMonitor", fields)
        done = answer.get("Response") == "Success"
        if not done and answer.get("Message") != GONE:
            log.error("recording did not start", reason=answer.get("Message"))
        return done

    async def stop(self, channel: str) -> None:
        """Ends the recording of a channel; the leg goes on."""
        await self._ami.action("StopMixMonitor", {"Channel": channel})


def whole(path: Path) -> Path:
    """How Asterisk names the sound once the recording is over."""
    return path.with_suffix(".whole")


def finish(path: Path) -> Raw:
    """Implements `recordings.ports.Finish`: makes the file of what MixMonitor left.

    What has not been renamed and is not written to any more was left by an Asterisk that died.
    """
    raw = whole(path)
    try:
        if not raw.exists():
            raw = path.with_suffix(".raw")
            if time.time() - raw.stat().st_mtime < BUSY_SECONDS:
                return Raw.BUSY
    except OSError:  # no raw file (any more), no folder, or a file in its place
        return Raw.FINISHED if path.exists() else Raw.NOTHING
    try:
        convert(raw, path)
    except OSError as error:
        log.error("recording not finished", reason=error.strerror)
        return Raw.STUCK
    return Raw.FINISHED
