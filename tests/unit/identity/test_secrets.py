"""Passwords, session secrets and image codes are made and checked well."""

import math
import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.identity.image_code import data_url, new_code
from lingting.identity.passwords import Passwords, readable_password
from lingting.identity.tokens import new_token, read_cookie
from lingting.kernel.ids import TenantId

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-06")]

TENANT = TenantId(UUID(int=5))


async def test_a_password_fits_its_own_hash_only() -> None:
    passwords = Passwords()
    stored = await passwords.hash("密码 one")
    assert await passwords.fits("密码 one", stored)
    assert not await passwords.fits("密码 two", stored)
    assert not await passwords.fits("密码 one", None)
    assert not await passwords.fits("密码 one", "no hash at all")
    assert not passwords.is_old(stored)


async def test_equal_passwords_have_different_hashes() -> None:
    passwords = Passwords()
    assert await passwords.hash("same") != await passwords.hash("same")


def test_a_made_up_password_is_easy_to_type_and_hard_to_guess() -> None:
    made = {readable_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[2-9a-z]{4}(-[2-9a-z]{4}){3}", password)
        assert not set(password) & set("01lo")
    assert 16 * math.log2(31) >= 60


def test_a_cookie_reads_back_as_it_was_written() -> None:
    token = new_token(TENANT)
    assert read_cookie(token.cookie) == token
    assert len(token.secret) >= 43
    assert token.secret not in token.hash.hex()


@given(st.text(max_size=200))
def test_any_other_cookie_is_read_without_failing(text: str) -> None:
    token = read_cookie(text)
    assert token is None or token.cookie.lower() == text.lower()


@pytest.mark.parametrize("cookie", [None, "", ".", "x" * 33, f"{TENANT.hex}.", f"{'g' * 32}.abc"])
def test_a_broken_cookie_is_nobody_s(cookie: str | None) -> None:
    assert read_cookie(cookie) is None


@pytest.mark.req("UI-01")
def test_an_image_code_has_four_digits_and_every_picture_differs() -> None:
    assert all(re.fullmatch(r"\d{4}", new_code()) for _ in range(50))
    assert data_url("1234") != data_url("1234")
