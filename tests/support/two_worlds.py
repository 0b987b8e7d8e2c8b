"""One company twice: with the real services on a fake switch, and in virtual time.

A story is played in both; `the_same` holds their facts against each other, with their times and
everything they say except for ids, which are named by the order in which they appear.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from lingting.calls.domain import Call
from lingting.calls.domain.call import OUTSIDE_RING_SECONDS
from lingting.calls.ports import GoneCause
from lingting.kernel.ids import AgentId, CallId, LegId
from lingting.media.domain.sounds import Language, Sound, Words
from lingting.platform.eventlog import read_call
from lingting.simulation.virtual.agenda import Agenda
from lingting.simulation.virtual.centre import VirtualCentre
from lingting.simulation.virtual.journal import Facts
from lingting.simulation.virtual.own_calls import BUSY, NO_ANSWER
from lingting.simulation.virtual.stage import Company, Number
from lingting.tenancy.domain.defaults import RECORDING
from support.flow_centre import PROMPT_SECONDS, FlowCentre
from support.voice import NUMBER

SILENT = ("recording.",)
"""Facts about sound, of which virtual time has none."""


class Centre(Protocol):
    """What people do, in whichever world."""

    async def run(self, seconds: float) -> None: ...

    async def ready(self, agent: int) -> None: ...

    async def busy(self, agent: int) -> None: ...

    async def idle(self, agent: int) -> None: ...

    async def dial(self, number: str) -> CallId: ...

    async def press(self, call: CallId, key: str) -> None: ...

    async def hang_up(self, call: CallId, spoken: float = 0.0) -> None: ...

    async def end_message(self, call: CallId, spoken: float) -> None: ...

    async def answer(self, agent: int) -> None: ...

    async def reject(self, agent: int) -> None: ...

    async def leave(self, agent: int) -> None: ...

    async def hold(self, agent: int, *, held: bool) -> None: ...

    async def call_out(self, agent: int, number: str) -> CallId: ...

    async def picks_up(self, number: str) -> None: ...

    async def is_busy(self, number: str) -> None: ...

    async def rings_out(self, number: str) -> None: ...

    async def customer_leaves(self, call: CallId) -> None: ...

    async def to_agent(self, agent: int, target: int) -> None: ...

    async def to_queue(self, agent: int) -> None: ...

    async def story(self, call: CallId) -> list[dict[str, Any]]: ...


class RealCentre:
    """The product's services over PostgreSQL."""

    def __init__(self, centre: FlowCentre) -> None:
        self.centre = centre
        self.voice = centre.voice
        self.legs: dict[CallId, LegId] = {}

    async def run(self, seconds: float) -> None:
        await self.voice.run(seconds)

    async def ready(self, agent: int) -> None:
        await self.voice.ready(self.voice.agents[agent])

    async def busy(self, agent: int) -> None:
        await self.voice.turn(self.voice.acd.set_busy, self.voice.agents[agent], "meal")

    async def idle(self, agent: int) -> None:
        await self.voice.turn(self.voice.acd.set_idle, self.voice.agents[agent])

    async def dial(self, number: str) -> CallId:
        leg = await self.voice.call_in(number)
        found = self.voice.calls.live.of_leg(leg)
        assert found is not None
        self.legs[found.id] = leg
        return found.id

    async def press(self, call: CallId, key: str) -> None:
        self.voice.switch.presses(self.legs[call], key)
        await self.voice.settle()

    async def hang_up(self, call: CallId, spoken: float = 0.0) -> None:
        await self.voice.hang_up(self.legs[call])

    async def end_message(self, call: CallId, spoken: float) -> None:
        await self.press(call, "#")

    async def answer(self, agent: int) -> None:
        await self.voice.answer(self.voice.agents[agent])

    async def reject(self, agent: int) -> None:
        leg = self.voice.ringing(self.voice.agents[agent])
        self.voice.switch.far_end_fails(leg, GoneCause.REJECTED)
        await self.voice.settle()

    async def leave(self, agent: int) -> None:
        await self.voice.hang_up(self.voice.ringing(self.voice.agents[agent]))

    async def hold(self, agent: int, *, held: bool) -> None:
        talking = self.voice.calls.talking
        act = talking.hold if held else talking.retrieve
        await self.voice.turn(act, self._call(agent).id, self.voice.agents[agent])

    async def call_out(self, agent: int, number: str) -> CallId:
        me = self.voice.agents[agent]
        await self.voice.turn(self.voice.calls.dialling.dial, me, number)
        await self.voice.answer(me)
        return self._call(agent).id

    async def picks_up(self, number: str) -> None:
        self.voice.switch.far_end_answers(self.voice.switch.leg_of(number).id)
        await self.voice.settle()

    async def is_busy(self, number: str) -> None:
        self.voice.switch.far_end_fails(self.voice.switch.leg_of(number).id, GoneCause.BUSY)
        await self.voice.settle()

    async def rings_out(self, number: str) -> None:
        await self.run(OUTSIDE_RING_SECONDS)

    async def customer_leaves(self, call: CallId) -> None:
        found = self.voice.calls.live.get(call)
        assert found is not None
        assert found.customer_leg is not None
        await self.voice.hang_up(found.customer_leg.id)

    async def to_agent(self, agent: int, target: int) -> None:
        me, other = self.voice.agents[agent], self.voice.agents[target]
        await self.voice.turn(self.voice.calls.transfer.to_agent, self._call(agent).id, me, other)

    async def to_queue(self, agent: int) -> None:
        me, queue = self.voice.agents[agent], self.voice.queue
        await self.voice.turn(self.voice.calls.transfer.to_queue, self._call(agent).id, me, queue)

    async def story(self, call: CallId) -> list[dict[str, Any]]:
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return await read_call(tx.conn, call)

    def _call(self, agent: int) -> Call:
        found = self.voice.calls.live.of_agent(self.voice.agents[agent])
        assert found is not None
        return found


class VirtualTwin:
    """The same company, without any of them."""

    def __init__(self, company: Company, agents: list[AgentId], now: datetime) -> None:
        self.facts = Facts()
        self.agents = agents
        self.centre = VirtualCentre(company, Agenda(now), 1, self.facts, fixed_seconds)

    async def run(self, seconds: float) -> None:
        from datetime import timedelta

        self.centre.agenda.run_until(self.centre.agenda.now + timedelta(seconds=seconds))

    async def ready(self, agent: int) -> None:
        self.centre.begin_work(self.agents[agent])
        self.centre.idle(self.agents[agent])

    async def busy(self, agent: int) -> None:
        self.centre.busy(self.agents[agent], "meal")

    async def idle(self, agent: int) -> None:
        self.centre.idle(self.agents[agent])

    async def dial(self, number: str) -> CallId:
        return self.centre.dial(number, self.centre.company.numbers[0])

    async def press(self, call: CallId, key: str) -> None:
        self.centre.press(call, key)

    async def hang_up(self, call: CallId, spoken: float = 0.0) -> None:
        self.centre.hang_up(call, spoken)

    async def end_message(self, call: CallId, spoken: float) -> None:
        self.centre.speak(call, spoken)

    async def answer(self, agent: int) -> None:
        self.centre.answer(self._offer(agent))

    async def reject(self, agent: int) -> None:
        self.centre.reject(self._offer(agent))

    async def leave(self, agent: int) -> None:
        self.centre.leave(self._call(agent).id, self.agents[agent])

    async def hold(self, agent: int, *, held: bool) -> None:
        act = self.centre.hold if held else self.centre.retrieve
        act(self._call(agent).id, self.agents[agent])

    async def call_out(self, agent: int, number: str) -> CallId:
        return self.centre.call_out(self.agents[agent], number)

    async def picks_up(self, number: str) -> None:
        self.centre.picks_up(self._dialled(number).id)

    async def is_busy(self, number: str) -> None:
        self.centre.not_reached(self._dialled(number).id, BUSY)

    async def rings_out(self, number: str) -> None:
        call = self._dialled(number).id
        await self.run(OUTSIDE_RING_SECONDS)
        self.centre.not_reached(call, NO_ANSWER)

    async def customer_leaves(self, call: CallId) -> None:
        self.centre.hang_up(call)

    async def to_agent(self, agent: int, target: int) -> None:
        self.centre.transfer_to_agent(self._call(agent).id, self.agents[agent], self.agents[target])

    async def to_queue(self, agent: int) -> None:
        queue = self.centre.company.queues[0].id
        self.centre.transfer_to_queue(self._call(agent).id, self.agents[agent], queue)

    async def story(self, call: CallId) -> list[dict[str, Any]]:
        return [
            {"name": one.name, "at": one.at, "data": msgspec.to_builtins(one)}
            for one in self.facts.events
            if getattr(one, "call", None) == call
        ]

    def _offer(self, agent: int):  # type: ignore[no-untyped-def]
        found = self.centre.agent(self.agents[agent])
        assert found is not None
        assert found.offer is not None, "nothing rings at him"
        return found.offer.id

    def _dialled(self, number: str) -> Call:
        (found,) = [one for one in self.centre.calls if one.called == number]
        return found

    def _call(self, agent: int) -> Call:
        (found,) = [one for one in self.centre.calls if one.agent == self.agents[agent]]
        return found


@dataclass
class TwoWorlds:
    """Both of them, at the same instant."""

    real: RealCentre
    virtual: VirtualTwin


async def two_worlds(centre: FlowCentre) -> TwoWorlds:
    """The company of the fixture, and its twin as its configuration says."""
    voice = centre.voice
    async with voice.centre.transaction() as tx:
        await voice.centre.tenancy.choose(tx, None, {RECORDING.key: False})
        library = await centre.flows.editing.library(tx)
        (number,) = await voice.centre.numbers.all(tx)
        heads = {head.id: head.key for head in await centre.flows.editing.all(tx)}
        zone = (await voice.centre.tenancy.by_id(tx.tenant)).time_zone
    config = voice.acd.queue_config(voice.tenant, voice.queue)
    assert config is not None
    key = heads[number.flow] if number.flow else "inbound"
    company = Company(
        tenant=voice.tenant,
        zone=zone,
        groups=tuple(voice.acd.groups(voice.tenant)),
        queues=(config,),
        busy_codes=("meal", "meeting"),
        library=library,
        numbers=(Number(id=number.id, number=NUMBER, flow=number.flow, flow_key=key),),
    )
    now = voice.centre.clock.now()
    return TwoWorlds(RealCentre(centre), VirtualTwin(company, voice.agents, now))


def fixed_seconds(sounds: Sequence[Sound], language: Language) -> float:
    """Every file of the fixture's speech takes the same time."""
    files = sum(len(one.texts) if isinstance(one, Words) else 1 for one in sounds)
    return files * PROMPT_SECONDS


def told(story: list[dict[str, Any]], fixed: set[str]) -> list[str]:
    """A story as text: names, times since its beginning, and data with its ids named."""
    names: dict[str, str] = {}
    began: datetime = story[0]["at"]
    lines: list[str] = []
    for fact in story:
        if fact["name"].startswith(SILENT):
            continue
        data = {k: v for k, v in fact["data"].items() if k not in ("at", "path")}
        plain = _plain(data, names, fixed, began)
        at = (fact["at"] - began).total_seconds()
        lines.append(f"{at:9.3f} {fact['name']} {json.dumps(plain, sort_keys=True)}")
    return lines


def _plain(value: Any, names: dict[str, str], fixed: set[str], began: datetime) -> Any:
    match value:
        case dict():
            return {k: _plain(v, names, fixed, began) for k, v in value.items()}
        case list() | tuple():
            return [_plain(one, names, fixed, began) for one in value]
        case float() | int():
            return round(float(value), 3)
        case str():
            return _word(value, names, fixed, began)
        case _:
            return value


def _word(text: str, names: dict[str, str], fixed: set[str], began: datetime) -> str:
    try:
        UUID(text)
    except ValueError:
        pass
    else:
        return text if text in fixed else names.setdefault(text, f"id {len(names) + 1}")
    try:
        return f"{(datetime.fromisoformat(text) - began).total_seconds():.3f} s"
    except (ValueError, TypeError):
        return text
