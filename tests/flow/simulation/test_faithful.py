"""Virtual time tells what the real services tell: the same facts, in the same order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from support.flow_centre import FlowCentre
from support.two_worlds import Centre, told, two_worlds

pytestmark = pytest.mark.flow

CALLER = "13800138000"
Story = Callable[[Centre], Awaitable[list]]  # type: ignore[type-arg]


async def answered_and_rated(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.run(5)
    call = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(40)
    await centre.leave(0)
    await centre.run(1)
    await centre.press(call, "2")
    await centre.run(60)
    return [call]


async def not_rated(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(40)
    await centre.leave(0)
    await centre.run(60)
    return [call]


async def hung_up_by_the_caller_after_a_hold(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(10)
    await centre.hold(0, held=True)
    await centre.run(15)
    await centre.hold(0, held=False)
    await centre.run(20)
    await centre.hang_up(call)
    await centre.run(60)
    return [call]


async def abandoned_in_the_queue(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.busy(0)
    first = await centre.dial(CALLER)
    await centre.run(5)
    second = await centre.dial("13900139000")
    await centre.run(30)
    await centre.hang_up(first)
    await centre.run(20)
    await centre.hang_up(second)
    await centre.run(10)
    return [first, second]


async def abandoned_while_it_rings(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(9)
    await centre.hang_up(call)
    await centre.run(10)
    return [call]


async def abandoned_in_the_flow(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(2)
    await centre.hang_up(call)
    await centre.run(10)
    return [call]


async def missed_then_answered_by_another(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.run(1)
    await centre.ready(1)
    call = await centre.dial(CALLER)
    await centre.run(3 + 20.5)
    await centre.run(4)
    await centre.answer(1)
    await centre.run(30)
    await centre.leave(1)
    await centre.run(60)
    return [call]


async def rejected_then_waiting_for_him_again(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(5)
    await centre.reject(0)
    await centre.run(12)
    await centre.idle(0)
    await centre.run(2)
    await centre.answer(0)
    await centre.run(9)
    await centre.hang_up(call)
    await centre.run(60)
    return [call]


async def sent_on_to_a_colleague(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.run(1)
    await centre.ready(1)
    call = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(20)
    await centre.hold(0, held=True)
    await centre.run(2)
    await centre.to_agent(0, 1)
    await centre.run(3)
    await centre.answer(1)
    await centre.run(25)
    await centre.leave(1)
    await centre.run(60)
    return [call]


async def sent_back_to_the_queue(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    call = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(20)
    await centre.to_queue(0)
    await centre.run(25)
    await centre.hang_up(call)
    await centre.run(40)
    return [call]


async def a_message_ended_by_key(centre: Centre) -> list:  # type: ignore[type-arg]
    call = await centre.dial(CALLER)
    await centre.run(3 + 3 + 0.4 + 8)
    await centre.end_message(call, 8.4)
    await centre.run(20)
    return [call]


async def a_message_ended_by_hanging_up(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.busy(0)
    call = await centre.dial(CALLER)
    await centre.run(6 + 60 + 4)
    await centre.press(call, "2")
    await centre.run(3 + 7)
    await centre.hang_up(call, 7.0)
    await centre.run(20)
    return [call]


async def waited_on_and_was_answered(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.busy(0)
    call = await centre.dial(CALLER)
    await centre.run(6 + 60 + 4)
    await centre.press(call, "9")
    await centre.run(12)
    await centre.press(call, "1")
    await centre.run(15)
    await centre.idle(0)
    await centre.run(2)
    await centre.answer(0)
    await centre.run(30)
    await centre.leave(0)
    await centre.run(60)
    return [call]


async def back_to_the_agent_of_last_time(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.run(1)
    await centre.ready(1)
    first = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(20)
    await centre.leave(0)
    await centre.run(80)
    await centre.idle(0)
    await centre.run(5)
    second = await centre.dial(CALLER)
    await centre.run(6)
    await centre.answer(0)
    await centre.run(20)
    await centre.hang_up(second)
    await centre.run(60)
    return [first, second]


async def called_back_and_reached(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    await centre.busy(0)
    lost = await centre.dial(CALLER)
    await centre.run(8)
    await centre.hang_up(lost)
    await centre.run(60)
    back = await centre.call_out(0, CALLER)
    await centre.run(9)
    await centre.picks_up(CALLER)
    await centre.run(20)
    await centre.leave(0)
    await centre.run(60)
    return [lost, back]


async def reached_by_an_agent_and_hung_up_on(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    back = await centre.call_out(0, CALLER)
    await centre.run(4)
    await centre.picks_up(CALLER)
    await centre.run(5)
    await centre.hold(0, held=True)
    await centre.run(3)
    await centre.customer_leaves(back)
    await centre.run(60)
    return [back]


async def called_back_and_busy(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    back = await centre.call_out(0, CALLER)
    await centre.run(4)
    await centre.is_busy(CALLER)
    await centre.run(60)
    return [back]


async def called_back_and_nobody_there(centre: Centre) -> list:  # type: ignore[type-arg]
    await centre.ready(0)
    back = await centre.call_out(0, CALLER)
    await centre.rings_out(CALLER)
    await centre.run(60)
    return [back]


STORIES: tuple[Story, ...] = (
    answered_and_rated,
    not_rated,
    hung_up_by_the_caller_after_a_hold,
    abandoned_in_the_queue,
    abandoned_while_it_rings,
    abandoned_in_the_flow,
    missed_then_answered_by_another,
    rejected_then_waiting_for_him_again,
    sent_on_to_a_colleague,
    sent_back_to_the_queue,
    a_message_ended_by_key,
    a_message_ended_by_hanging_up,
    waited_on_and_was_answered,
    back_to_the_agent_of_last_time,
    called_back_and_reached,
    reached_by_an_agent_and_hung_up_on,
    called_back_and_busy,
    called_back_and_nobody_there,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_both_worlds_tell_the_same_facts(story: Story, flow_centre: FlowCentre) -> None:
    worlds = await two_worlds(flow_centre)
    fixed = {str(one) for one in worlds.virtual.agents}
    real = [await worlds.real.story(one) for one in await story(worlds.real)]
    virtual = [await worlds.virtual.story(one) for one in await story(worlds.virtual)]
    assert len(real) == len(virtual) > 0
    for real_one, virtual_one in zip(real, virtual, strict=True):
        assert told(virtual_one, fixed) == told(real_one, fixed)
