"""Stories of those who want to dial what the company does not allow."""

from datetime import timedelta
from uuid import UUID

import pytest

from lingting.calls import dial_store
from lingting.calls.domain import CallState, Outcome
from lingting.calls.errors import (
    AgentDiallingTooOften,
    CompanyDiallingTooOften,
    DialRefused,
    NumberAbroad,
    NumberIsACode,
    OutsideHours,
    PremiumNumber,
    TooManyCallsOutside,
)
from lingting.calls.service.ending import LONGEST
from lingting.kernel.ids import AgentId
from lingting.platform.http.messages import message
from lingting.platform.tables import timers
from support.voice import Voice

pytestmark = pytest.mark.flow

HONG_KONG = "0085223456789"
HOME = "13900139000"


async def rules(voice: Voice, **values: str | int | bool) -> None:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        chosen = {f"dial_out_{key}": value for key, value in values.items()}
        await voice.centre.tenancy.choose(tx, None, chosen)


async def ready(voice: Voice, *agents: AgentId) -> None:
    for agent in agents or voice.agents[:1]:
        await voice.ready(agent)
        await voice.turn(voice.acd.set_busy, agent, "other")


async def dial(voice: Voice, number: str, agent: AgentId | None = None) -> None:
    await voice.turn(voice.calls.dialling.dial, agent or voice.agents[0], number)


async def dial_and_hang_up(voice: Voice, number: str, agent: AgentId | None = None) -> None:
    await dial(voice, number, agent)
    await voice.hang_up(voice.ringing(agent or voice.agents[0]))
    await voice.run(60)
    await voice.turn(voice.acd.set_busy, agent or voice.agents[0], "other")


async def refused(voice: Voice) -> list[tuple[str, str | None]]:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        return [(one.number, one.refused) for one in await dial_store.refused(tx, None, 50)]


@pytest.mark.parametrize(
    ("number", "error", "reason"),
    [
        (HONG_KONG, NumberAbroad, "abroad"),
        ("008821612345", NumberAbroad, "abroad"),
        ("16812345", PremiumNumber, "premium"),
        ("*7213900139000", NumberIsACode, "code"),
    ],
)
async def test_a_stolen_seat_dials_nothing_that_costs(
    voice: Voice, number: str, error: type[DialRefused], reason: str
) -> None:
    await ready(voice)
    with pytest.raises(error) as caught:
        await dial(voice, number)
    assert not voice.rings(voice.agents[0])
    view = voice.acd.agent_view(voice.tenant, voice.agents[0])
    assert view is not None
    assert view.work.value == "free"
    assert await refused(voice) == [(number, reason)]
    for language in ("zh-CN", "en"):
        assert "$" not in message(caught.value.slug, language, caught.value.params)


async def test_the_agent_reads_which_country_is_not_opened(voice: Voice) -> None:
    await ready(voice)
    with pytest.raises(NumberAbroad) as caught:
        await dial(voice, HONG_KONG)
    assert "香港" in message(caught.value.slug, "zh-CN", caught.value.params)
    assert "Hong Kong" in message(caught.value.slug, "en", caught.value.params)


async def test_an_administrator_opens_a_country(voice: Voice) -> None:
    await rules(voice, abroad="HK")
    await ready(voice)
    await dial(voice, HONG_KONG)
    await voice.answer(voice.agents[0])
    assert voice.switch.leg_of(HONG_KONG).dial is not None
    assert await refused(voice) == []


async def test_a_talk_goes_on_when_its_transfer_is_refused(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    call = voice.call()
    with pytest.raises(NumberAbroad):
        await voice.turn(voice.calls.transfer.to_number, call.id, agent, HONG_KONG)
    assert voice.call().state is CallState.TALKING
    assert voice.call().agent == agent
    assert await refused(voice) == [(HONG_KONG, "abroad")]
    assert "outside.refused" in await voice.story(call.id)


async def test_a_caller_cannot_make_a_flow_dial_abroad(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    call = voice.call()
    with pytest.raises(NumberAbroad):
        await voice.turn(voice.calls.control.dial_out, call.id, HONG_KONG, 30)
    assert [leg.number for leg in voice.call().legs if leg.number == HONG_KONG] == []
    assert await refused(voice) == [(HONG_KONG, "abroad")]


async def test_an_agent_dials_so_often_in_an_hour_and_then_again(voice: Voice) -> None:
    await rules(voice, agent_hourly=2)
    first, second, _ = voice.agents
    await ready(voice, first, second)
    await dial_and_hang_up(voice, HOME)
    await dial_and_hang_up(voice, HOME)
    with pytest.raises(AgentDiallingTooOften):
        await dial(voice, HOME)
    await dial_and_hang_up(voice, HOME, second)
    await voice.run(3600)
    await dial(voice, HOME)
    assert voice.rings(first)


async def test_a_refused_number_does_not_use_up_the_hour(voice: Voice) -> None:
    await rules(voice, agent_hourly=1)
    await ready(voice)
    for _ in range(3):
        with pytest.raises(NumberAbroad):
            await dial(voice, HONG_KONG)
    await dial(voice, HOME)
    assert voice.rings(voice.agents[0])


async def test_refused_numbers_of_the_last_hour_are_counted_for_each_agent(voice: Voice) -> None:
    async def counted() -> dict[UUID, int]:
        async with voice.centre.kit.db.transaction(voice.tenant) as tx:
            return dict(await dial_store.refused_since(tx, tx.now - timedelta(hours=1)))

    first, second, _ = voice.agents
    await ready(voice, first, second)
    for agent in (first, first, second):
        with pytest.raises(NumberAbroad):
            await dial(voice, HONG_KONG, agent)
    await dial(voice, HOME, second)
    assert await counted() == {first: 2, second: 1}
    await voice.run(3600)
    assert await counted() == {}


async def test_a_company_has_limits_of_its_own(voice: Voice) -> None:
    await rules(voice, company_hourly=2, at_once=1)
    first, second, third = voice.agents
    await ready(voice, first, second, third)
    await dial(voice, HOME, first)
    with pytest.raises(TooManyCallsOutside):
        await dial(voice, HOME, second)
    await voice.hang_up(voice.ringing(first))
    await dial_and_hang_up(voice, HOME, second)
    with pytest.raises(CompanyDiallingTooOften):
        await dial(voice, HOME, third)
    await dial(voice, "110", third)
    assert voice.rings(third)


async def test_agents_do_not_dial_by_night_but_flows_do(voice: Voice) -> None:
    hour = (voice.centre.clock.now() + timedelta(hours=8)).hour
    await rules(voice, from_hour=(hour + 1) % 24, until_hour=(hour + 2) % 24 or 24)
    await ready(voice)
    with pytest.raises(OutsideHours):
        await dial(voice, HOME)
    await voice.call_in()
    await voice.turn(voice.calls.control.leave_queue, voice.call().id)
    await voice.turn(voice.calls.control.dial_out, voice.call().id, "01088886666", 30)
    assert voice.switch.leg_of("01088886666").dial is not None


async def test_a_call_outside_ends_when_it_lasts_too_long(voice: Voice) -> None:
    await rules(voice, longest_minutes=30)
    await ready(voice)
    await dial(voice, HOME)
    await voice.answer(voice.agents[0])
    voice.switch.far_end_answers(voice.switch.leg_of(HOME).id)
    await voice.settle()
    call = voice.call().id
    await voice.run(29 * 60)
    assert voice.call().state is CallState.TALKING
    await voice.run(61)
    ended = await voice.stored(call)
    assert (ended.outcome, ended.hung_up_by) == (Outcome.ANSWERED, "platform")


async def test_a_call_outside_that_ends_by_itself_leaves_no_timer(voice: Voice) -> None:
    await ready(voice)
    await dial(voice, HOME)
    await voice.answer(voice.agents[0])
    voice.switch.far_end_answers(voice.switch.leg_of(HOME).id)
    await voice.settle()
    await voice.hang_up(voice.switch.leg_of(HOME).id)
    await voice.run(300)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        assert (await tx.conn.execute(timers.select().where(timers.c.kind == LONGEST))).all() == []


async def test_another_company_sees_nothing_of_it(voice: Voice) -> None:
    await ready(voice)
    with pytest.raises(NumberAbroad):
        await dial(voice, HONG_KONG)
    other = await voice.centre.found("other")
    async with voice.centre.kit.db.transaction(other.tenant) as tx:
        assert await dial_store.refused(tx, None, 50) == []
