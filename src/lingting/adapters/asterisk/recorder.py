"""Stereo recording of one leg by MixMonitor; docs/decisions/0010 says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiClient, set_variable
from lingting.adapters.asterisk.spool import Spool
from lingting.platform.log import get_log

log = get_log(__name__)

GONE = "No such channel"
WANTED = "LINGTING_RECORD_TO"
"""The variable of a channel that says where to, for the engine that is there at its answer."""
RUNS = "LINGTING_RECORDING"
"""The one in which Asterisk keeps what it calls the recording."""


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
        fields = {"Channel": channel, "Options": f"t({heard})r({said})i({RUNS})"}
        answer = await self._ami.action("MixMonitor", fields)
        done = answer.get("Response") == "Success"
        if not done and answer.get("Message") != GONE:
            log.error("recording did not start", reason=answer.get("Message"))
        return done

    async def runs(self, channel: str) -> bool:
        """Whether a channel is recorded, whoever began it."""
        return bool(await self._variable(channel, RUNS))

    async def wanted(self, channel: str) -> Path | None:
        """Where a channel is to be recorded, as whoever dialled it said."""
        path = await self._variable(channel, WANTED)
        return Path(path) if path else None

    async def stop(self, channel: str) -> None:
        """Ends the recording of a channel; the leg goes on."""
        await self._ami.action("StopMixMonitor", {"Channel": channel})
        for name in (WANTED, RUNS):
            await set_variable(self._ami, channel, name, "")

    async def _variable(self, channel: str, name: str) -> str:
        answer = await self._ami.action("Getvar", {"Channel": channel, "Variable": name})
        return answer.get("Value", "")
