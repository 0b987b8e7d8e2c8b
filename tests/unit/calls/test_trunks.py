"""The trunk that an operator writes into one setting."""

import pytest

from lingting.calls.errors import TrunkUnfit
from lingting.calls.ports import TrunkAccount
from lingting.calls.service.trunks import trunk_of

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
