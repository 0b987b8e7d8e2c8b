"""Simulated callers and agents meet on a real Asterisk, and every call is accounted for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.asterisk.switch import AsteriskSwitch
from lingting.calls.service.trunks import trunks_of
from lingting.calls.tables import calls
from lingting.identity.api import Founded
from lingting.kernel.ids import AgentId
from lingting.main.demo.founding import found_demo
from lingting.main.network import free_udp_port, next_free_port
from lingting.main.wiring import Product, app_of, wire
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.platform.tables import event_log
from lingting.simulation.agent import SimulatedAgent
from lingting.simulation.carrier import Carrier
from lingting.simulation.control import Wanted, Where
from lingting.simulation.domain.world import (
    AGENTS,
    Caller,
    Intention,
    Line,
    MenuConduct,
    World,
)
from lingting.simulation.observer import OBSERVER, observe
from lingting.simulation.office import Desk
from lingting.simulation.scene import Scene
from lingting.simulation.speech import Voices
from lingting.testing.telephone import Telephone
from support.switch_stages import address_of, record_there
from telephony.flows.conftest import ToneSpeech

pytestmark = pytest.mark.telephony
HOST, CARRIER_HOST = "127.0.0.1", "127.0.0.5"
LONG = 120.0


@dataclass
class Centre:
    """A demonstration company with two agents at work and a carrier."""

    product: Product
    switch: AsteriskSwitch
    demo: Founded
    scene: Scene
    carrier: Carrier
    phone: Telephone


@pytest.fixture
async def centre(
    asterisk_server: AsteriskServer, database_url: str, tmp_path: Path
) -> AsyncIterator[Centre]:
    carrier_port = free_udp_port(CARRIER_HOST, 25060)
    settings = Settings(
        home=tmp_path,
        sounds_dir=tmp_path / "sounds",
        sip_port=asterisk_server.sip_udp_port,
        company_trunks={"demo": f"sip:{CARRIER_HOST}:{carrier_port}"},
        port=next_free_port(HOST, 18080),
    )
    record_there(asterisk_server, settings.sounds)
    kit = make_kit(settings, database_url)
    address = replace(address_of(asterisk_server), sounds=settings.sounds)
    switch = AsteriskSwitch(lambda: address, kit.supervisor, kit.clock)
    product = wire(kit, switch, ToneSpeech(seconds=0.6))
    await product.media.prepare()
    world = World(11)
    demo = await found_demo(product, world.customers)
    await product.start()
    server = uvicorn.Server(
        uvicorn.Config(app_of(product), host=HOST, port=settings.port, log_level="warning")
    )
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    where = Where(
        company="demo",
        url=f"http://{HOST}:{settings.port}",
        sip_port=settings.sip_port,
        carrier_host=CARRIER_HOST,
        carrier_port=carrier_port,
    )
    voices = Voices(None)
    await voices.prepare()
    scene = Scene(world, where, Wanted(speed=4), voices)
    async with AsyncExitStack() as stack:
        phone = Telephone(where.sip_port, "carrier", host=CARRIER_HOST, port=carrier_port)
        await stack.enter_async_context(phone)
        people = [asyncio.create_task(observe(scene, demo.passwords[OBSERVER]))]
        for number, colleague in enumerate(AGENTS[4:6]):
            password = demo.passwords[colleague.account]
            agent = SimulatedAgent(scene, colleague, password, number)
            people.append(asyncio.create_task(agent.run()))
        await until(lambda: len(scene.present) == 2)
        yield Centre(product, switch, demo, scene, Carrier(scene), phone)
        for person in people:
            person.cancel()
        await asyncio.gather(*people, return_exceptions=True)
    for trunk in trunks_of(settings):  # this Asterisk outlives the test
        await switch.withdraw_trunk(trunk.name)
    server.should_exit = True
    await serving
    await product.stop()


async def until(reached: Callable[[], bool]) -> None:
    """Waits for something that other tasks bring about."""
    for _ in range(int(LONG * 10)):
        if reached():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come about")


def patient(caller: Caller, **changes: object) -> Caller:
    """One who waits until somebody answers, with a short matter."""
    patience = replace(caller.patience, wait_seconds=4 * LONG)
    changed = {"patience": patience, "matter_seconds": 16.0, "again_after": None, **changes}
    return replace(caller, menu=MenuConduct.RIGHT, think_seconds=1.0, **changed)


async def outcomes(centre: Centre) -> Counter[str | None]:
    """What came of all calls, once none is alive."""
    for _ in range(int(LONG * 10)):
        async with centre.product.kit.db.transaction(centre.demo.tenant) as tx:
            rows = await tx.conn.execute(sa.select(calls.c.outcome))
            found = Counter(row.outcome for row in rows)
        if None not in found:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("a call did not end")


async def facts(centre: Centre) -> Counter[str]:
    async with centre.product.kit.db.transaction(centre.demo.tenant) as tx:
        return Counter(row.name for row in await tx.conn.execute(sa.select(event_log.c.name)))


async def test_three_callers_and_two_agents_add_up(centre: Centre) -> None:
    world = centre.scene.world
    repair = patient(
        world.caller(1), line=Line.SERVICE, intention=Intention.REPAIR, phone="13800138001"
    )
    menu = patient(world.caller(2), line=Line.MAIN, intention=Intention.REPAIR, phone="13800138002")
    hours = patient(world.caller(3), line=Line.MAIN, intention=Intention.HOURS, phone="")
    async with asyncio.timeout(LONG):
        await asyncio.gather(
            *(centre.carrier.dial(centre.phone, one) for one in (repair, menu, hours))
        )
    counts = centre.scene.counts
    assert (counts.dialled, counts.answered, counts.self_served) == (3, 2, 1)
    found = await outcomes(centre)
    assert found == {"answered": 2, "self_service": 1}
    told = await facts(centre)
    assert told["call.arrived"] == told["call.ended"] == 3
    assert told["call.connected"] == told["offer.accepted"] == told["talk.ended"] == 2
    assert told["work_item.queued"] == told["work_item.done"] == 2
    assert not centre.scene.lines


async def test_who_loses_patience_hangs_up_and_calls_again(centre: Centre) -> None:
    # An engine that starts again brings its trunks again; callers are known all the same.
    for trunk in trunks_of(centre.product.kit.settings):
        await centre.switch.provision_trunk(trunk)
    caller = patient(centre.scene.world.caller(4), line=Line.VIP, again_after=4.0)
    # Nobody with the level that the VIP line asks for is at work.
    impatient = replace(caller, patience=replace(caller.patience, wait_seconds=12.0))
    async with asyncio.timeout(LONG):
        await centre.carrier.dial(centre.phone, impatient)
    assert (centre.scene.counts.dialled, centre.scene.counts.lost) == (2, 2)
    found = await outcomes(centre)
    assert found == {"abandoned": 2}
    async with centre.product.kit.db.transaction(centre.demo.tenant) as tx:
        callers = {row.caller_raw for row in await tx.conn.execute(sa.select(calls.c.caller_raw))}
    assert callers == {caller.phone}


async def test_an_agent_leaves_as_a_person_does(centre: Centre) -> None:
    told = await facts(centre)
    assert told["sign_in.changed"] >= 4
    agents = centre.product.acd.agents(centre.demo.tenant)
    methods = {view.method.value for view in agents if view.method}
    assert methods == {"sip_phone"}


async def test_a_call_out_of_the_company_reaches_the_simulated_carrier_alone(
    centre: Centre,
) -> None:
    where, password = centre.scene.where, centre.demo.passwords["agent0"]
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(Desk(where.url, "demo", "agent0", password))
        await desk.log_in()
        account = await desk.post("/desk/sip-phone")
        own = Telephone(where.sip_port, account["name"], account["secret"])
        await stack.enter_async_context(own)
        assert await own.register() == 200
        await desk.post("/desk/sign-in", {"method": "sip_phone"})
        await until(lambda: reachable(centre, "agent0"))
        await desk.post("/desk/dial", {"number": "13800138009"})
        mine = await own.arrival(20)
        mine.answer()
        theirs = await centre.phone.arrival(20)
        assert theirs.header("to").startswith("<sip:13800138009@127.0.0.5")
        theirs.answer()
        theirs.say(700)
        await mine.until_tone(700)
        theirs.hang_up()
        await mine.over()


def reachable(centre: Centre, account: str) -> bool:
    view = centre.product.acd.agent_view(centre.demo.tenant, AgentId(centre.demo.users[account]))
    return view is not None and view.reachable
