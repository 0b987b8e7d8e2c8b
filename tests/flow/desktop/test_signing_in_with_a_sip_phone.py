"""An agent signs in with the phone on his desk (话机签入); his calls ring there."""

from __future__ import annotations

import pytest

from lingting.acd.domain.states import Method
from lingting.calls.errors import SipPhoneMissing
from lingting.calls.ports import PhoneAccount
from lingting.kernel.ids import AgentId
from support.voice import Voice

pytestmark = pytest.mark.flow


async def sign_in(voice: Voice, agent: AgentId, method: Method) -> None:
    """As the route does."""
    await voice.turn(voice.calls.sip_phones.ring_at, agent, method)
    await voice.turn(voice.acd.sign_in, agent, method)


async def ready(voice: Voice, agent: AgentId) -> PhoneAccount:
    """An agent at his SIP phone, idle."""
    await voice.turn(voice.acd.log_in, agent)
    account = await voice.calls.sip_phones.renew(voice.tenant, agent)
    voice.switch.phone_registers(account.name)
    await voice.settle()
    await sign_in(voice, agent, Method.SIP_PHONE)
    await voice.turn(voice.acd.set_idle, agent)
    return account


def reachable(voice: Voice, agent: AgentId) -> bool:
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    return view.reachable


@pytest.mark.req("STATE-19")
async def test_a_call_rings_at_the_phone_on_the_desk_and_its_answer_is_the_acceptance(
    voice: Voice,
) -> None:
    agent = voice.agents[0]
    account = await ready(voice, agent)
    await voice.call_in()
    leg = voice.switch.leg_of(account.name)
    assert not voice.rings(agent), "the page's softphone stays silent"
    voice.switch.far_end_answers(leg.id)
    await voice.settle()
    assert voice.call().agent == agent
    await voice.turn(voice.calls.talking.hang_up, voice.call().id, agent)
    assert voice.flow.heard[-1] == "talk_ended by agent"


@pytest.mark.req("STATE-19")
async def test_nobody_signs_in_with_a_phone_that_has_no_account(voice: Voice) -> None:
    await voice.turn(voice.acd.log_in, voice.agents[0])
    with pytest.raises(SipPhoneMissing):
        await sign_in(voice, voice.agents[0], Method.SIP_PHONE)


async def test_the_other_phone_of_an_agent_does_not_count(voice: Voice) -> None:
    agent = voice.agents[0]
    account = await ready(voice, agent)
    assert reachable(voice, agent)
    await voice.calls.phones.provision(voice.tenant, agent)
    voice.switch.phone_registers(voice.phone(agent))
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.settle()
    assert reachable(voice, agent)
    voice.switch.phone_unregisters(account.name)
    await voice.settle()
    assert not reachable(voice, agent)


async def test_signing_in_with_the_page_again_moves_the_calls_back_to_it(voice: Voice) -> None:
    agent = voice.agents[0]
    await ready(voice, agent)
    await sign_in(voice, agent, Method.WEB)
    assert not reachable(voice, agent)
    await voice.calls.phones.provision(voice.tenant, agent)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.settle()
    await voice.call_in()
    assert voice.rings(agent)


async def test_a_restarted_engine_and_a_restarted_switch_still_know_the_phone(
    voice: Voice,
) -> None:
    agent = voice.agents[0]
    account = await ready(voice, agent)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        assert await voice.calls.sip_phones.of(tx, agent) == account
        await voice.calls.sip_phones.load(tx)
    await voice.calls.phones.provision_again()
    assert voice.switch.phones[account.name] == account
    renewed = await voice.calls.sip_phones.renew(voice.tenant, agent)
    assert renewed.name == account.name
    assert renewed.secret != account.secret
