"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiClient
from lingting.adapters.asterisk.raw_to_wav import convert
from lingting.platform.log import get_log
from lingting.recordings.domain import Raw

log = get_log(__name__)

SCRIPT = Path(__file__).parent / "raw_to_wav.py"
STEREO = "D"
GONE = "No such channel"
BUSY_SECONDS = 3.0
"""A file that was written to so lately is not left alone yet."""


class Recorder:
    """Starts and stops recordings; Asterisk finishes the file by itself when the leg ends."""

    def __init__(self, ami: AmiClient) -> None:
        self._ami = ami

    async def start(self, channel: str, path: Path) -> bool:
        """Records a channel into `path` (it appears when the recording is over)."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.error("recording did not start", reason=error.strerror)
            return False
        raw = path.with_suffix(".raw")
        command = shlex.join([sys.executable, "-I", "-S", str(SCRIPT), str(raw), str(path)])
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


def finish(path: Path) -> Raw:
    """Implements `recordings.ports.Finish`: makes the file of what MixMonitor left."""
    raw = path.with_suffix(".raw")
    written = [raw, *path.parent.glob(f"{path.stem}.*.part")]
    try:
        newest = max(one.stat().st_mtime for one in written)
    except OSError:  # no raw file (any more), no folder, or a file in its place
        return Raw.FINISHED if path.exists() else Raw.NOTHING
    if time.time() - newest < BUSY_SECONDS:
        return Raw.BUSY
    try:
        convert(raw, path)
    except OSError as error:
        log.error("recording not finished", reason=error.strerror)
        return Raw.STUCK
    return Raw.FINISHED
