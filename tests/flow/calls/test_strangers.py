"""Stories of addresses that claim accounts and fail."""

import contextlib
from collections.abc import AsyncIterator
from statistics import median
from time import process_time

import pytest

from lingting.calls.domain.strangers import AddressNotRefused
from lingting.calls.ports import AccountClaimed, Claim
from lingting.calls.service.strangers import Strangers
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.testing.fake_switch import FakeSwitch
from support.voice import Voice

pytestmark = pytest.mark.flow

ADDRESS = "203.0.113.7"


async def guess(voice: Voice, times: int, address: str = ADDRESS) -> None:
    for _ in range(times):
        voice.switch.account_claimed(address, Claim.FAILED)
    await voice.settle()


async def test_an_address_that_guesses_is_refused_for_a_while(voice: Voice) -> None:
    await guess(voice, 19)
    assert voice.switch.refused_addresses == []
    await guess(voice, 2)
    assert voice.switch.refused_addresses == [ADDRESS]
    await voice.run(9 * 60)
    await voice.calls.strangers.look(voice.centre.clock.now())
    assert voice.switch.refused_addresses == [ADDRESS]
    await voice.run(2 * 60)
    await voice.calls.strangers.look(voice.centre.clock.now())
    assert voice.switch.refused_addresses == []


async def test_a_new_switch_refuses_whom_the_old_one_refused(voice: Voice) -> None:
    await voice.calls.strangers.load()
    await guess(voice, 30)
    voice.switch.refused_addresses = []
    voice.switch.lose_connection()
    voice.switch.restore_connection(restarted=True)
    await voice.settle()
    assert voice.switch.refused_addresses == [ADDRESS]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "not an address"])
async def test_this_machine_is_never_refused(voice: Voice, address: str) -> None:
    await guess(voice, 500, address)
    assert voice.switch.refused_addresses == []


async def test_an_office_with_a_good_phone_is_not_refused_for_a_bad_one(voice: Voice) -> None:
    voice.switch.account_claimed(ADDRESS, Claim.SUCCEEDED)
    await guess(voice, 100)
    assert voice.switch.refused_addresses == []
    await voice.run(3601)
    await guess(voice, 100)
    assert voice.switch.refused_addresses == [ADDRESS]


async def test_thousands_of_addresses_cost_no_more_than_they_may(voice: Voice) -> None:
    for number in range(700):
        for _ in range(21):
            voice.switch.account_claimed(f"10.0.{number // 250}.{number % 250}", Claim.FAILED)
    await voice.settle()
    assert len(voice.switch.refused_addresses) == 500


async def cost(voice: Voice, first: int) -> float:
    """What fifty claims from addresses of their own cost."""
    began = process_time()
    for number in range(first, first + 50):
        address = f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}"
        event = AccountClaimed(at=voice.centre.clock.now(), address=address, claim=Claim.CHALLENGED)
        await voice.calls.strangers.claimed(event)
    return process_time() - began


async def test_a_claim_costs_no_more_when_thousands_of_addresses_are_known(voice: Voice) -> None:
    """Whoever invents the addresses of his packets must not keep the engine busy."""
    few = [await cost(voice, 50 * number) for number in range(20)]
    for number in range(20, 300):
        await cost(voice, 50 * number)
    many = [await cost(voice, 50 * number) for number in range(300, 320)]
    assert median(many) < 5 * median(few)


@contextlib.asynccontextmanager
async def restarted(voice: Voice) -> AsyncIterator[tuple[Strangers, FakeSwitch]]:
    """Another engine on the same database, with a switch that knows nobody."""
    switch = FakeSwitch(voice.centre.clock)
    own = make_kit(Settings(), voice.centre.kit.db.url, voice.centre.clock)
    other = Strangers(own, switch, ())
    await other.load()
    yield other, switch
    await own.db.close()


async def test_a_new_engine_refuses_whom_the_old_one_refused_and_as_long(voice: Voice) -> None:
    strangers = voice.calls.strangers
    await guess(voice, 30)
    await voice.run(11 * 60)
    await guess(voice, 30)
    await strangers.write()
    async with restarted(voice) as (other, switch):
        assert switch.refused_addresses == [ADDRESS]
        assert [one.number for one in other.bans()] == [2]
        await voice.run(19 * 60)
        await other.look(voice.centre.clock.now())
        assert switch.refused_addresses == [ADDRESS]
        await voice.run(2 * 60)
        await other.look(voice.centre.clock.now())
        assert switch.refused_addresses == []


async def test_what_fades_away_is_written_down_no_longer(voice: Voice) -> None:
    strangers = voice.calls.strangers
    await guess(voice, 30)
    await strangers.write()
    await voice.run(25 * 3600)
    strangers.forget(voice.centre.clock.now())
    await strangers.write()
    async with restarted(voice) as (other, _):
        assert not other.knows(ADDRESS)


async def test_a_ban_is_lifted_by_whoever_sees_it_and_is_no_more(voice: Voice) -> None:
    strangers = voice.calls.strangers
    await guess(voice, 30)
    await strangers.write()
    (ban,) = strangers.bans()
    assert (ban.address, ban.wrong_secrets, ban.number) == ("203.0.113.*", 30, 1)
    async with voice.centre.transaction() as tx:
        await strangers.lift(tx, ban.id)
    assert voice.switch.refused_addresses == []
    async with restarted(voice) as (_, switch):
        assert switch.refused_addresses == []
    with pytest.raises(AddressNotRefused):
        async with voice.centre.transaction() as tx:
            await strangers.lift(tx, ban.id)
    await guess(voice, 30)
    assert voice.switch.refused_addresses == [ADDRESS]


async def test_a_lift_that_is_not_committed_lifts_nothing(voice: Voice) -> None:
    strangers = voice.calls.strangers
    await guess(voice, 30)
    (ban,) = strangers.bans()
    with contextlib.suppress(ZeroDivisionError):
        async with voice.centre.transaction() as tx:
            await strangers.lift(tx, ban.id)
            raise ZeroDivisionError
    assert voice.switch.refused_addresses == [ADDRESS]
    assert strangers.bans() == [ban]
