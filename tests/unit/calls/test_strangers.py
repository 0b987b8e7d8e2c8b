"""How suspicion of an address grows and fades, and how long it is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from lingting.adapters.asterisk.security import claim_of
from lingting.calls.domain.strangers import (
    BAN_FROM,
    FIRST_BAN,
    LONGEST_BAN,
    Stranger,
    after,
    shortened,
)
from lingting.calls.ports import Claim

pytestmark = pytest.mark.unit

START = datetime(2026, 3, 2, tzinfo=UTC)


def claims(*happened: Claim, every: float = 0.1, known: Stranger | None = None) -> Stranger:
    at = START if known is None else max(known.at, known.banned_until or known.at)
    for claim in happened:
        known = after(known, claim, at)
        at += timedelta(seconds=every)
    assert known is not None
    return known


def test_whoever_guesses_secrets_is_refused_after_twenty_tries() -> None:
    assert not claims(*[Claim.FAILED] * 19).is_banned(START + timedelta(seconds=3))
    assert claims(*[Claim.FAILED] * 21).is_banned(START + timedelta(seconds=3))


def test_whoever_sweeps_names_without_a_secret_is_refused_too() -> None:
    assert claims(*[Claim.CHALLENGED] * 102).is_banned(START + timedelta(seconds=11))


def test_a_phone_with_an_old_secret_that_tries_every_minute_is_not_refused() -> None:
    tries = [Claim.CHALLENGED, Claim.FAILED] * 600
    assert claims(*tries, every=30).bans == 0
    assert claims(*tries, every=30).points < BAN_FROM


def test_an_office_whose_phones_come_back_all_at_once_is_not_refused() -> None:
    office = claims(*[Claim.CHALLENGED, Claim.SUCCEEDED] * 300, every=0.01)
    assert office.bans == 0
    assert not claims(*[Claim.FAILED] * 500, known=office).is_banned(START + timedelta(seconds=60))


def test_suspicion_fades() -> None:
    half = claims(*[Claim.FAILED] * 10)
    assert half.points_at(START + timedelta(minutes=10)) == pytest.approx(25, abs=0.5)
    assert half.is_forgotten(START + timedelta(hours=2))


def test_a_ban_ends_and_the_next_is_longer() -> None:
    once = claims(*[Claim.FAILED] * 21)
    assert once.banned_until is not None
    first = once.banned_until - START
    assert FIRST_BAN <= first < FIRST_BAN + timedelta(seconds=3)
    assert not once.is_banned(once.banned_until)
    twice = claims(*[Claim.FAILED] * 21, known=once)
    assert twice.bans == 2
    assert twice.banned_until is not None
    assert twice.banned_until - once.banned_until >= 2 * FIRST_BAN


def test_no_ban_is_for_ever() -> None:
    known = None
    for _ in range(40):
        known = claims(*[Claim.FAILED] * 21, known=known)
    assert known is not None
    assert known.banned_until is not None
    assert known.banned_until - known.at <= LONGEST_BAN
    assert known.is_forgotten(known.banned_until + timedelta(hours=25))


BLOCK = {"Service": "PJSIP", "RemoteAddress": "IPV4/UDP/203.0.113.7/5060"}


def test_the_managers_events_are_read() -> None:
    failed = claim_of({**BLOCK, "Event": "ChallengeResponseFailed"})
    assert failed is not None
    assert (failed.address, failed.claim) == ("203.0.113.7", Claim.FAILED)
    six = claim_of({**BLOCK, "Event": "SuccessfulAuth", "RemoteAddress": "IPV6/WS/2001:db8::7/1"})
    assert six is not None
    assert (six.address, six.claim) == ("2001:db8::7", Claim.SUCCEEDED)


@pytest.mark.parametrize(
    "other",
    [
        {"Event": "SuccessfulAuth", "Service": "AMI"},
        {"Event": "SessionLimit"},
        {"Event": "InvalidPassword", "RemoteAddress": "nowhere"},
        {},
    ],
)
def test_events_about_something_else_are_not(other: dict[str, str]) -> None:
    assert claim_of({**BLOCK, **other}) is None


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("203.0.113.77", "203.0.113.*"),
        ("10.0.100.200", "10.0.100.*"),
        ("2001:db8:7:1::9", "2001:db8:7:*"),
        ("2001:db8::9", "2001:db8:*"),
        ("::ffff:198.51.100.7", "198.51.100.*"),
    ],
)
def test_of_an_address_its_network_is_shown(address: str, shown: str) -> None:
    assert shortened(address) == shown
