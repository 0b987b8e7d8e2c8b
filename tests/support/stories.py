"""Whole stories of calls, one after another, for numbers that are known before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from support.voice import Voice


async def talk_with_hold(voice: Voice) -> None:
    agent = voice.agents[0]
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(12)
    await voice.ready(agent)
    await voice.run(3)
    await voice.answer(agent)
    await voice.run(20)
    await voice.turn(voice.calls.talking.hold, call, agent)
    await voice.run(15)
    await voice.turn(voice.calls.talking.retrieve, call, agent)
    await voice.run(25)
    await voice.hang_up(caller)
    await voice.run(30)
    await leave(voice)


async def gives_up(voice: Voice) -> None:
    caller = await voice.call_in()
    await voice.run(33)
    await voice.hang_up(caller)


async def gives_up_while_it_rings(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    await voice.run(7)
    await voice.hang_up(caller)
    await leave(voice)


async def second_agent(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    await voice.run(21)
    await voice.ready(second)
    await voice.run(2)
    await voice.answer(second)
    await voice.run(10)
    await voice.hang_up(caller)
    await voice.run(40)
    await leave(voice)


async def transfer(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(4)
    await voice.answer(first)
    await voice.run(30)
    await voice.ready(second)
    await voice.turn(voice.calls.transfer.to_agent, call, first, second)
    await voice.run(5)
    await voice.answer(second)
    await voice.run(40)
    await voice.hang_up(caller)
    await voice.run(31)
    await leave(voice)


async def agent_stays_away(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    await voice.answer(first)
    await voice.run(30)
    voice.switch.phone_unregisters(voice.phone(first))
    await voice.run(25)
    await voice.ready(second)
    await voice.answer(second)
    await voice.run(10)
    await voice.hang_up(caller)
    await voice.run(40)
    await leave(voice)


async def sent_off(voice: Voice) -> None:
    await voice.call_in()
    call = voice.call().id
    await voice.run(18)
    await voice.turn(voice.calls.control.leave_queue, call)
    await voice.turn(voice.calls.control.hang_up, call)


async def outbound(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.turn(voice.acd.set_busy, agent, "other")
    await voice.turn(voice.calls.dialling.dial, agent, "01088887777")
    await voice.answer(agent)
    await voice.run(6)
    customer = voice.switch.leg_of("01088887777")
    voice.switch.far_end_answers(customer.id)
    await voice.settle()
    await voice.run(50)
    await voice.hang_up(customer.id)
    await voice.run(40)
    await leave(voice)


async def leave(voice: Voice) -> None:
    """Everybody goes, so that the next story begins with nobody there."""
    for agent in voice.agents:
        view = voice.acd.agent_view(voice.tenant, agent)
        if view is not None and view.sign_in.value != "logged_out":
            await voice.turn(voice.acd.log_out, agent, forced=True)


STORIES: tuple[Callable[[Voice], Awaitable[None]], ...] = (
    talk_with_hold,
    gives_up,
    gives_up_while_it_rings,
    second_agent,
    transfer,
    agent_stays_away,
    sent_off,
    outbound,
)
