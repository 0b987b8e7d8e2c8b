"""Stories of addresses that claim accounts and fail."""

import pytest

from lingting.calls.ports import Claim
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
