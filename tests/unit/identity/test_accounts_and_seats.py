"""What may be an account, a password, a seat number, an extension, a role."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.identity.domain.errors import (
    AccountUnfit,
    ExtensionUnfit,
    MoreThanYours,
    PasswordUnfit,
    PermissionUnknown,
    SeatNumberUnfit,
)
from lingting.identity.domain.roles import (
    SHIPPED,
    Layer,
    Permission,
    Role,
    fit_permissions,
    granted,
    names,
    require_cover,
)
from lingting.identity.domain.seats import fit_extension, fit_number
from lingting.identity.domain.users import account_key, fit_account, fit_password
from lingting.kernel.ids import RoleId

pytestmark = pytest.mark.unit

KNOWN = {
    one.name: one
    for one in (
        Permission("desk.use", Layer.SEAT, "工作台", "Desk"),
        Permission("users.write", Layer.PLATFORM, "用户", "Users"),
    )
}


@pytest.mark.req("STATE-15", "UI-17")
@pytest.mark.parametrize("number", ["A001", "A004", "A123456", " A010 "])
def test_a_seat_number_is_an_upper_case_a_with_digits(number: str) -> None:
    assert fit_number(number) == number.strip()


@pytest.mark.req("UI-17")
@pytest.mark.parametrize("number", ["a001", "001", "A1", "A1234567", "B001", "A00१", "A 001", ""])
def test_anything_else_is_no_seat_number(number: str) -> None:
    with pytest.raises(SeatNumberUnfit):
        fit_number(number)


@pytest.mark.parametrize("extension", ["12", "123456789", "10a1", "", "１００１"])
def test_an_extension_is_dialled_with_digits_only(extension: str) -> None:
    with pytest.raises(ExtensionUnfit):
        fit_extension(extension)


def test_a_good_extension_is_kept() -> None:
    assert fit_extension(" 1001 ") == "1001"


@pytest.mark.parametrize("account", ["agent1", "张伟", "wei.zhang", "a-b_c", "ａｂ"])
def test_accounts_may_be_chinese_or_latin(account: str) -> None:
    assert account_key(fit_account(account)) == account_key(account)


@pytest.mark.parametrize("account", ["", "a", "a b", "a/b", "<b>", "x" * 33, "a\nb", "😀😀"])
def test_accounts_have_no_spaces_or_markup(account: str) -> None:
    with pytest.raises(AccountUnfit):
        fit_account(account)


@given(st.text(min_size=1, max_size=20))
def test_equal_accounts_share_one_key_however_they_are_typed(text: str) -> None:
    assert account_key(account_key(text)) == account_key(text)
    assert account_key(f" {text} ") == account_key(text)


@pytest.mark.parametrize("password", ["", "short", "1234567", "Agent-007", "x" * 257])
def test_a_password_is_long_and_not_the_account(password: str) -> None:
    with pytest.raises(PasswordUnfit):
        fit_password(password, "agent-007")


def test_any_characters_may_be_in_a_password() -> None:
    assert fit_password("密码 with 😀!", "agent1") == "密码 with 😀!"


@pytest.mark.req("ADM-34")
def test_a_seat_role_takes_no_permission_of_the_platform() -> None:
    assert fit_permissions(["desk.use"], Layer.SEAT, KNOWN) == {"desk.use"}
    assert fit_permissions(["desk.use", "users.write", "*"], Layer.PLATFORM, KNOWN)
    for name in ("users.write", "*", "no.such"):
        with pytest.raises(PermissionUnknown):
            fit_permissions([name], Layer.SEAT, KNOWN)


def test_nobody_gives_what_he_does_not_have() -> None:
    require_cover(frozenset({"*"}), frozenset({"users.write", "*"}))
    require_cover(frozenset({"users.write"}), frozenset({"users.write"}))
    for wanted in ({"users.write"}, {"*"}):
        with pytest.raises(MoreThanYours):
            require_cover(frozenset({"desk.use"}), frozenset(wanted))


def test_a_shipped_role_is_read_in_both_languages_until_it_is_renamed() -> None:
    shipped = Role(RoleId(UUID(int=1)), "agent", "坐席", Layer.SEAT, None, None)
    assert names(shipped) == ("坐席", "Agent")
    assert names(replace(shipped, name="Agent")) == ("坐席", "Agent")
    assert names(replace(shipped, name="客服")) == ("客服", "客服")
    assert names(replace(shipped, key=None)) == ("坐席", "坐席")


def test_roles_add_up_and_a_shipped_role_follows_the_product_until_it_is_changed() -> None:
    shipped = Role(RoleId(UUID(int=1)), "agent", "坐席", Layer.SEAT, None, None)
    own = Role(RoleId(UUID(int=2)), None, "x", Layer.SEAT, frozenset({"a.b"}), None)
    emptied = Role(RoleId(UUID(int=3)), "agent", "空", Layer.SEAT, frozenset(), None)
    assert granted([shipped, own]) == SHIPPED["agent"].permissions | {"a.b"}
    assert granted([emptied]) == frozenset()
    assert granted([]) == frozenset()
