"""Whoever guesses or floods is refused for a while; everybody else goes on telephoning."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from telephony.attacks.attacker import status_of
from telephony.attacks.conftest import AttackFrom
from telephony.flows.conftest import NUMBER

pytestmark = pytest.mark.telephony

FLOOD = 400


async def until_refused(attacker: Any) -> None:
    for _ in range(30):
        if status_of(await attacker.ask("OPTIONS", "1")) == 403:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{attacker.address} is still answered")


@pytest.fixture(autouse=True)
async def forgiven(hotline: Any) -> Any:
    """Leaves no address refused in the Asterisk that tests share."""
    yield
    await hotline.product.calls._voice.switch.refuse([])


async def test_an_address_that_guesses_secrets_is_refused_and_no_other(
    hotline: Any, attack: AttackFrom
) -> None:
    guesser, neighbour = attack("127.0.0.9"), attack("127.0.0.10")
    for _ in range(30):
        assert status_of(await guesser.ask("REGISTER", "5123456789", forged=True)) in {401, 403}
    await until_refused(guesser)
    assert status_of(await guesser.ask("INVITE", "13800138000", to=NUMBER)) == 403
    assert status_of(await neighbour.ask("OPTIONS", "1")) == 200
    call = await hotline.call()
    call.hang_up()


async def test_a_flood_of_registrations_ends_in_a_refusal(hotline: Any, attack: AttackFrom) -> None:
    flooder = attack("127.0.0.11")
    for number in range(FLOOD):
        flooder.send(flooder.request("REGISTER", f"{1000 + number}"))
        if number % 20 == 0:
            await asyncio.sleep(0.02)
    await until_refused(attack("127.0.0.11"))
    assert await (await hotline.sign_in(hotline.agents[0], idle=False)).register() == 200


async def test_a_flood_of_calls_to_numbers_that_are_nobodys_opens_nothing(
    hotline: Any, attack: AttackFrom
) -> None:
    flooder = attack("127.0.0.12")
    for number in range(FLOOD):
        flooder.send(flooder.request("INVITE", "13800138000", to=f"00{number:04}442079460958"))
        if number % 20 == 0:
            await asyncio.sleep(0.05)
    statuses = {status_of(one) for one in await flooder.heard(2)}
    assert statuses <= {100, 404, 503}
    count = "core show channels count"
    for _ in range(100):
        if "0 active channels" in hotline.server.command_line(count):
            break
        await asyncio.sleep(0.2)
    assert "0 active channels" in hotline.server.command_line(count)
    assert [one for one in hotline.product.calls.live.all() if one.ended_at is None] == []
    call = await hotline.call()
    call.hang_up()
