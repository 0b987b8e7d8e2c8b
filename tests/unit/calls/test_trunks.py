"""The trunk that an operator writes into one setting."""

import pytest

from lingting.calls.errors import TrunkUnfit
from lingting.calls.ports import TrunkAccount
from lingting.calls.service.trunks import trunk_of, trunks_of
from lingting.platform.settings import Settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "trunk"),
    [
        ("", None),
        ("sip:gw.example", TrunkAccount(name="default", host="gw.example")),
        ("sip:192.0.2.7:5080", TrunkAccount(name="default", host="192.0.2.7", port=5080)),
        (
            "sip:u%40x:p%3Aw@gw.example:5061",
            TrunkAccount(name="default", host="gw.example", port=5061, user="u@x", secret="p:w"),
        ),
    ],
)
def test_a_trunk_is_read_from_a_sip_address(text: str, trunk: TrunkAccount | None) -> None:
    assert trunk_of(text, "default") == trunk


@pytest.mark.parametrize("text", ["gw.example", "http://gw", "sip:", "sip:gw:port"])
def test_what_is_no_sip_address_is_refused(text: str) -> None:
    with pytest.raises(TrunkUnfit):
        trunk_of(text, "default")


def test_a_company_may_have_a_trunk_of_its_own_beside_the_installations() -> None:
    settings = Settings(trunk="sip:gw.example", company_trunks={"Demo": "sip:127.0.0.5:15060"})
    assert trunks_of(settings) == [
        TrunkAccount(name="default", host="gw.example"),
        TrunkAccount(name="trunk-demo", host="127.0.0.5", port=15060),
    ]
    assert trunks_of(Settings()) == []
