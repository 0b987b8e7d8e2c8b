"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiClient
from lingting.platform.log import get_log

log = get_log(__name__)

SCRIPT = Path(__file__).parent / "raw_to_wav.py"
STEREO = "D"
GONE = "No such channel"


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
