"""The running world: agents, callers and the carrier, until told to stop."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import asdict
from datetime import UTC, datetime

from lingting.media.ports import Speech
from lingting.platform.log import get_log
from lingting.simulation.agent import SimulatedAgent
from lingting.simulation.carrier import Carrier
from lingting.simulation.control import Control, Status
from lingting.simulation.domain.world import AGENTS, World
from lingting.simulation.observer import OBSERVER, observe
from lingting.simulation.office import wait_for
from lingting.simulation.scene import Scene
from lingting.simulation.speech import Voices

log = get_log(__name__)

TELL_SECONDS = 1.0


async def run(control: Control, speech: Speech | None) -> None:
    """Plays the world until SIGTERM or SIGINT."""
    playing = asyncio.current_task()
    assert playing is not None
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, playing.cancel)
    since = datetime.now(UTC).isoformat()
    control.tell(Status(state="starting", at=since, since=since))
    try:
        await play(control, speech, since)
    except asyncio.CancelledError:
        log.info("world stopped")
    finally:
        control.tell(Status(at=datetime.now(UTC).isoformat()))


async def play(control: Control, speech: Speech | None, since: str) -> None:
    """The world itself."""
    wanted, where, passwords = control.wanted(), control.where(), control.passwords()
    voices = Voices(speech)
    await wait_for(where.url)
    scene = Scene(World(wanted.seed), where, wanted, voices)
    async with asyncio.TaskGroup() as group:
        group.create_task(voices.prepare())
        group.create_task(observe(scene, passwords[OBSERVER]))
        for number, colleague in enumerate(AGENTS[: wanted.agents]):
            agent = SimulatedAgent(scene, colleague, passwords[colleague.account], number)
            group.create_task(agent.run())
        group.create_task(Carrier(scene).run())
        group.create_task(_follow(control, scene, since))


async def _follow(control: Control, scene: Scene, since: str) -> None:
    """Takes up what is wanted, and tells how it is."""
    while True:
        scene.wanted = control.wanted()
        control.tell(
            Status(
                state="on",
                at=datetime.now(UTC).isoformat(),
                since=since,
                agents_present=len(scene.present),
                agents_talking=len(scene.talking),
                calls=len(scene.lines),
                **asdict(scene.counts),
            )
        )
        await asyncio.sleep(TELL_SECONDS)
