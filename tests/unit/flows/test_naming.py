"""A flow document names queues for people and comes back unharmed."""

import pytest

from lingting.flows.default_flows import DEFAULT_FLOWS, default_flow_data
from lingting.flows.domain.document import read_document
from lingting.flows.domain.naming import in_order, references_of, with_queues
from lingting.flows.domain.verbs import VERBS

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("key", DEFAULT_FLOWS)
def test_another_order_is_the_same_document(key: str) -> None:
    document = read_document(default_flow_data(key))
    ordered = in_order(document)
    assert read_document(ordered) == document
    backwards = {**ordered, "nodes": dict(reversed(ordered["nodes"].items()))}
    assert list(in_order(read_document(backwards))["nodes"]) == list(ordered["nodes"])


def node(verb: str, **params: object) -> dict[str, object]:
    return {"verb": verb, "title": {"zh-CN": "一", "en": "One"}, **params, "exits": {}}


def test_queues_are_renamed_where_a_queue_is_meant_and_variables_stay() -> None:
    data = {
        "nodes": {
            "a": node("queue", queue="q1", music="q1"),
            "b": node("check_queue", queue="{queue}"),
            "c": node("play", prompts=["q1"]),
            "d": node("no_such_verb", queue="q1"),
        }
    }
    renamed = with_queues(data, lambda queue: f"<{queue}>")["nodes"]
    assert (renamed["a"]["queue"], renamed["a"]["music"]) == ("<q1>", "q1")
    assert renamed["b"]["queue"] == "{queue}"
    assert renamed["c"]["prompts"] == ["q1"]
    assert renamed["d"]["queue"] == "q1"


def test_every_verb_that_names_a_queue_says_where() -> None:
    """A new verb whose queue stands somewhere else would be exported with an id."""
    for name in VERBS:
        data = {"nodes": {"n": node(name, queue="q1")}}
        for _, used in references_of(data):
            if used.queues:
                assert with_queues(data, lambda _: "q2")["nodes"]["n"]["queue"] == "q2", name
