"""The process that plays the world (started by `up`)."""

from __future__ import annotations

import uvloop

from lingting.adapters.speech.espeak import EspeakSpeech
from lingting.main.home import Home
from lingting.platform.log import configure_log
from lingting.platform.settings import Settings
from lingting.simulation.control import Control
from lingting.simulation.live import run


def play(settings: Settings) -> None:
    """Until told to stop."""
    configure_log(settings.log_format, settings.log_level)

    async def world() -> None:
        speech = EspeakSpeech()
        try:
            await run(Control(Home(settings.home.resolve()).demo), speech)
        finally:
            await speech.close()

    uvloop.run(world())
