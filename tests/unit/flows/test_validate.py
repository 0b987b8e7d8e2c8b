"""What is wrong with a flow is found before callers find it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.flows.default_flows import DEFAULT_FLOWS, default_flow_data, default_flows
from lingting.flows.domain.document import (
    MOST_PARTS,
    FlowDocumentUnreadable,
    FlowTooLarge,
    read_document,
    read_new,
)
from lingting.flows.domain.graph import graph, voice_files
from lingting.flows.domain.validate import World, is_publishable, validate
from lingting.media.default_prompts import default_prompts

pytestmark = pytest.mark.unit

PROMPTS = frozenset(default_prompts())
WORLD = World(prompts=PROMPTS, queues=frozenset({"q"}), flows=default_flows())


def slugs(change: Callable[[dict[str, Any]], object], key: str = "inbound") -> set[str]:
    """The problems of a default flow after a change."""
    data = copy.deepcopy(default_flow_data(key))
    change(data)
    return {problem.slug for problem in validate(read_document(data), WORLD, key)}


def node(verb: str, exits: dict[str, str], **params: Any) -> dict[str, Any]:
    return {"verb": verb, "title": {}, **params, "exits": exits}


@pytest.mark.req("FLOW-01", "IVR-19")
@pytest.mark.parametrize("key", DEFAULT_FLOWS)
def test_the_default_flows_have_no_problems(key: str) -> None:
    assert validate(default_flows()[key], WORLD, key) == []


CHANGES: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("no-name", lambda d: d.update(name={})),
    ("no-start", lambda d: d.update(start="")),
    ("start-missing", lambda d: d.update(start="x")),
    ("unknown-verb", lambda d: d["nodes"]["welcome"].update(verb="sing")),
    ("parameters-wrong", lambda d: d["nodes"]["welcome"].update(prompts="x")),
    ("parameters-wrong", lambda d: d["nodes"]["welcome"].update(promts=[])),
    ("parameters-wrong", lambda d: d["nodes"]["queue"].update(max_wait_seconds=1)),
    ("no-prompt", lambda d: d["nodes"]["welcome"].update(prompts=[])),
    ("exit-unconnected", lambda d: d["nodes"]["welcome"]["exits"].clear()),
    ("exit-leads-nowhere", lambda d: d["nodes"]["welcome"]["exits"].update(next="x")),
    ("unknown-exit", lambda d: d["nodes"]["welcome"]["exits"].update(other="end")),
    ("unreachable", lambda d: d["nodes"].update(x=node("end", {}))),
    ("unknown-prompt", lambda d: d["nodes"]["welcome"].update(prompts=["x"])),
    ("unknown-queue", lambda d: d["nodes"]["queue"].update(queue="x")),
    ("no-queue", lambda d: d["nodes"]["queue"].update(queue="")),
    ("unknown-flow", lambda d: d["nodes"]["voicemail"].update(flow="x")),
    ("no-flow", lambda d: d["nodes"]["voicemail"].update(flow="")),
    ("no-number", lambda d: d["nodes"]["fixed_phone"].update(number="")),
    ("flow-calls-itself", lambda d: d["nodes"]["voicemail"].update(flow="inbound")),
    ("unknown-variable", lambda d: d["nodes"]["too_often"].update(left="{lops}")),
    ("variable-twice", lambda d: d["variables"].append({"name": "loops"})),
    ("key-twice", lambda d: d["nodes"]["wait_or_message"]["options"].append({"key": "1"})),
    ("unknown-key", lambda d: d["nodes"]["wait_or_message"]["options"].append({"key": "x"})),
    ("endless-loop", lambda d: d["nodes"]["goodbye"]["exits"].update(next="survey_thanks")),
    ("endless-loop", lambda d: d["nodes"]["too_often"]["exits"].update(no="count")),
]


@pytest.mark.req("IVR-19")
@pytest.mark.parametrize(("slug", "change"), CHANGES)
def test_each_fault_is_found(slug: str, change: Callable[[dict[str, Any]], object]) -> None:
    assert slug in slugs(change)


@pytest.mark.req("IVR-11")
def test_nothing_may_be_played_after_the_caller_hung_up() -> None:
    def change(data: dict[str, Any]) -> None:
        data["nodes"]["gone"] = node("on_hangup", {"next": "goodbye"})

    assert slugs(change) == {"needs-caller-in-hangup-handler"}


def test_two_handlers_and_an_exit_into_a_handler_are_refused() -> None:
    def change(data: dict[str, Any]) -> None:
        data["nodes"]["gone"] = node("on_hangup", {"next": "end"})
        data["nodes"]["again"] = node("on_hangup", {"next": "end"})
        data["nodes"]["welcome"]["exits"]["next"] = "gone"

    assert {"two-hangup-handlers", "exit-into-hangup-handler"} <= slugs(change)


def test_flows_that_call_each_other_are_refused() -> None:
    def change(data: dict[str, Any]) -> None:
        data["nodes"]["again"] = node("subflow", {"returned": "end"}, flow="inbound")

    assert "flow-calls-itself" in slugs(change, "voicemail")


@pytest.mark.req("IVR-16")
def test_missing_voice_files_are_a_warning_that_does_not_stop_publishing() -> None:
    world = World(PROMPTS, frozenset({"welcome"}), frozenset({"q"}), default_flows())
    problems = validate(default_flows()["inbound"], world, "inbound")
    assert [(one.slug, one.node) for one in problems] == [("prompt-file-missing", "welcome")]
    assert is_publishable(problems)


@pytest.mark.req("IVR-16")
def test_a_flow_lists_its_voice_files() -> None:
    assert {"welcome", "survey", "goodbye", "invalid-key"} <= set(
        voice_files(default_flows()["inbound"])
    )


@pytest.mark.parametrize("data", [{"nodes": 7}, {"name": 3, "nodes": {}}, {"nodes": {"a": []}}])
def test_what_is_no_document_is_refused_with_a_reason(data: dict[str, Any]) -> None:
    with pytest.raises(FlowDocumentUnreadable) as caught:
        read_document(data)
    assert caught.value.params["reason"]


def test_the_picture_has_every_node_and_edge_with_their_words() -> None:
    document = default_flows()["inbound"]
    drawn = graph(document)
    assert {one.id for one in drawn.nodes} == set(document.nodes)
    titles = {(edge.source, edge.exit): edge.title.zh for edge in drawn.edges}
    assert titles["wait_or_message", "1"] == "按1 继续等待"
    assert titles["queue", "all_busy"] == "坐席全忙"
    places = [(one.position.x, one.position.y) for one in drawn.nodes]
    assert len(set(places)) == len(places)


KEYS = st.sampled_from("abcdefgh")


@given(st.dictionaries(KEYS, st.lists(KEYS, max_size=3)))
def test_who_leads_back_to_himself_without_a_decision_is_in_an_endless_loop(
    ways: dict[str, list[str]],
) -> None:
    nodes = {
        key: node("set", {str(number): to for number, to in enumerate(targets)}, values=[])
        for key, targets in ways.items()
    }

    def comes_back(start: str) -> bool:
        seen, waiting = set[str](), list(ways[start])
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                waiting += ways.get(key, [])
        return start in seen

    found = validate(read_document({"start": "a", "nodes": nodes}), World())
    loops = {problem.node for problem in found if problem.slug == "endless-loop"}
    assert loops == {key for key in ways if comes_back(key)}


@pytest.mark.parametrize(
    "large",
    [
        {"nodes": {f"n{number}": node("end", {}) for number in range(MOST_PARTS + 1)}},
        {"nodes": {"n": node("menu", {}, options=[{"key": "1"}] * MOST_PARTS)}},
        {"nodes": {"n": node("end", {str(number): "n" for number in range(MOST_PARTS)})}},
        {"variables": [{"name": f"v{number}"} for number in range(MOST_PARTS + 1)]},
    ],
)
def test_what_would_take_long_to_check_is_refused(large: dict[str, Any]) -> None:
    with pytest.raises(FlowTooLarge) as refused:
        read_new(large)
    assert refused.value.params == {"parts": MOST_PARTS + 1, "most": MOST_PARTS}
