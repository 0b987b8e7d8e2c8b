"""What agents read of the values that a flow kept."""

import pytest

from lingting.flows.default_flows import default_flow_data
from lingting.flows.domain.document import read_document
from lingting.flows.domain.texts import Text
from lingting.flows.domain.wording import Worded, worded

pytestmark = pytest.mark.unit

INBOUND = read_document(default_flow_data("inbound"))


@pytest.mark.req("FLOW-17", "IVR-37")
def test_names_and_outcomes_are_told_in_words_and_what_is_empty_is_left_out() -> None:
    data = {"queue_result": "all_busy", "rating": "", "card": "6222"}
    result, words = Text("排队结果", "Queue result"), Text("坐席全忙", "all agents busy")
    assert worded(data, [INBOUND]) == [
        Worded("queue_result", "all_busy", result, words),
        Worded("card", "6222", Text("card", "card"), Text("6222", "6222")),
    ]
