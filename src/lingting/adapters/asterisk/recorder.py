"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiClient
from lingting.adapters.asterisk.spool import Spool
from lingting.platform.log import get_log

log = get_log(__name__)

GONE = "No such channel"


class Recorder:
    """Starts and stops recordings; the worker makes their files (`spool`)."""

    def __init__(self, ami: AmiClient, spool: Callable[[], Spool]) -> None:
        self._ami = ami
        self._spool = spool

    async def start(self, channel: str, path: Path) -> bool:
        """Records a channel for `path`."""
        spool = self._spool()
        try:
            spool.make_ready()
        except OSError as error:
            log.error("recording did not start", reason=str(error))
            return False
        heard, said = spool.raws(path)
        fields = {"Channel": channel, "Options": f"t({heard})r({said})"}
        answer = await self._ami.action("MixMonitor", fields)
        done = answer.get("Response") == "Success"
        if not done and answer.get("Message") != GONE:
            log.error("recording did not start", reason=answer.get("Message"))
        return done

    async def stop(self, channel: str) -> None:
        """Ends the recording of a channel; the leg goes on."""
        await self._ami.action("StopMixMonitor", {"Channel": channel})
