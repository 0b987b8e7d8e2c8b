"""Every permission that a route names has its names, and everything that is named is used."""

import re
from pathlib import Path

import pytest

import lingting
from lingting.identity import catalogue
from lingting.identity.domain.roles import ALL, SHIPPED, Layer

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-08", "ADM-34")]

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCE = "\n".join(
    file.read_text("utf-8") for folder in lingting.__path__ for file in Path(folder).rglob("*.py")
)
ROLES = Path(catalogue.__file__).parent / "domain" / "roles.py"


def test_every_permission_that_a_route_names_has_its_names() -> None:
    named = set(re.findall(r'require\(\s*"([a-z_.]+)"', SOURCE))
    assert named
    assert named <= catalogue.permissions().keys()


def test_every_named_permission_is_asked_for_somewhere() -> None:
    elsewhere = SOURCE.replace(ROLES.read_text("utf-8"), "")
    idle = {name for name in catalogue.permissions() if f'"{name}"' not in elsewhere}
    assert not idle


def test_names_are_in_the_language_that_they_claim() -> None:
    for one in [*catalogue.permissions().values(), *catalogue.menus().values()]:
        assert CHINESE.search(one.zh), one.name
        assert one.en, one.name
        assert not CHINESE.search(one.en), one.name


def test_every_menu_opens_with_a_permission_of_its_layer_or_the_seat_s() -> None:
    known = catalogue.permissions()
    for menu in catalogue.menus().values():
        layers = {known[one].layer for one in menu.permissions}
        assert layers & {menu.layer, Layer.SEAT}, menu.name


def test_shipped_roles_grant_permissions_that_exist() -> None:
    for role in SHIPPED.values():
        assert role.permissions - {ALL} <= catalogue.permissions().keys(), role.key


def test_a_shipped_seat_role_grants_the_seat_s_permissions_only() -> None:
    known = catalogue.permissions()
    for role in SHIPPED.values():
        if role.layer is Layer.SEAT:
            assert {known[name].layer for name in role.permissions} == {Layer.SEAT}


@pytest.mark.req("UI-19")
def test_an_agent_may_not_administer_and_an_administrator_may_everything() -> None:
    agent = SHIPPED["agent"].permissions
    assert {name for name in agent if name.endswith(".write")} == {"customers.write"}
    assert SHIPPED["administrator"].permissions == {ALL}
