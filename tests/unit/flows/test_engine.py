"""A session never wedges, late answers change nothing, and what breaks ends politely."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingting.flows.default_flows import default_flows
from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.document import FlowDocument, read_document, write_document
from lingting.testing.flow_player import FlowPlayer

pytestmark = pytest.mark.unit

INPUTS = st.one_of(
    st.builds(inputs.Digit, st.sampled_from("0123456789*#")),
    st.builds(inputs.Played, st.integers(0, 12), st.booleans()),
    st.builds(
        inputs.TimedOut,
        st.sampled_from(["input", "playing", "limit", "announce", "recorded", "result", "answer"]),
        st.integers(0, 20),
    ),
    st.builds(
        inputs.QueueKnown,
        st.sampled_from(["available", "all_busy", "none_signed_in", "unknown"]),
        st.none() | st.integers(0, 30),
        st.none() | st.floats(0, 4000),
        st.none() | st.floats(0, 4000),
        st.booleans(),
    ),
    st.just(inputs.QueueAnswered("a")),
    st.builds(inputs.QueueClosed, st.sampled_from(["no_agent", "all_busy", "failed"])),
    st.just(inputs.TalkEnded("agent")),
    st.builds(inputs.Dialled, st.sampled_from(["answered", "no_answer", "busy", "failed"])),
    st.builds(inputs.MessageRecorded, st.integers(0, 3), st.floats(0, 300), st.booleans()),
    st.just(inputs.Resumed()),
    st.just("hear"),
    st.floats(1, 400),
)
TALKING = ({"phase": "talking"},)
WAITING = {"phase": "waiting"}


def flow(**nodes: Any) -> FlowDocument:
    return read_document({"name": {"zh-CN": "试"}, "start": "a", "nodes": nodes})


def make(player: FlowPlayer, event: Any) -> None:
    if event == "hear":
        player.hears_all()
    elif isinstance(event, float):
        player.waits(event)
    else:
        player.tell(event)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["available", "all_busy", "none_signed_in", "unknown"]),
    st.lists(INPUTS, max_size=25),
)
def test_a_session_always_ends_or_waits_for_a_timer_or_for_a_talk_to_end(
    availability: Any, events: list[Any]
) -> None:
    player = FlowPlayer(
        default_flows(),
        "inbound",
        {"queue": "q", "fixed_number": "010"},
        queue=inputs.QueueKnown(availability, 1, 20, 60),
    )
    for event in events:
        make(player, event)
        session = player.session
        talks = session.local in TALKING
        assert session.is_over or session.timers or talks
        assert {key for key, _ in player.timers} == set(session.timers)
        assert not (session.playing and session.music) or session.local == WAITING
    player.hangs_up()
    player.waits(600)
    assert player.finished
    assert len(player.of(fx.Finished)) == 1
    assert not player.timers


@settings(max_examples=100, deadline=None)
@given(st.lists(INPUTS, max_size=25))
def test_left_alone_a_caller_is_always_released_in_the_end(events: list[Any]) -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"})
    player.queue = inputs.QueueKnown("all_busy", 1, 20, 60)
    for event in events:
        make(player, event)
    for _ in range(60):
        player.tell(inputs.TalkEnded()) if player.session.local in TALKING else player.waits(700)
    assert player.is_released
    assert len(player.of(fx.Hangup)) == 1


@pytest.mark.req("IVR-19", "TEL-19")
@pytest.mark.parametrize(
    "broken",
    [
        {"verb": "nonsense", "title": {}, "exits": {}},
        {"verb": "play", "title": {}, "prompts": 7, "exits": {"next": "b"}},
        {"verb": "set", "title": {}, "values": [], "exits": {"next": "nowhere"}},
        {"verb": "set", "title": {}, "values": [], "exits": {}},
        {"verb": "set", "title": {}, "values": [], "exits": {"next": "a"}},
        {"verb": "transfer", "title": {}, "flow": "nowhere", "exits": {}},
    ],
)
def test_a_broken_flow_apologises_says_goodbye_and_releases(broken: dict[str, Any]) -> None:
    player = FlowPlayer({"f": flow(a=broken)}, "f")
    assert player.heard == ["system-error", "goodbye"]
    assert player.of(fx.Trouble)
    player.hears_all()
    assert player.is_released
    assert player.finished
    assert (player.finished.outcome, player.finished.node) == ("failed", "a")


@pytest.mark.req("TEL-19")
def test_a_call_for_a_flow_that_is_not_published_is_answered_politely() -> None:
    player = FlowPlayer({}, "nowhere")
    assert player.heard == ["system-error", "goodbye"]
    assert player.hears_all().is_released


def test_a_subroutine_that_calls_itself_for_ever_is_stopped() -> None:
    call = {"verb": "subflow", "title": {}, "flow": "f", "exits": {"returned": "b"}}
    end = {"verb": "end", "title": {}, "exits": {}}
    player = FlowPlayer({"f": flow(a=call, b=end)}, "f")
    assert player.session.is_over
    assert player.of(fx.Trouble)


def test_a_prompt_that_cannot_be_played_does_not_stop_the_flow() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"})
    player.tell(inputs.Played(player.session.play, failed=True))
    assert player.at == "queue"
    assert player.of(fx.Trouble)


def test_a_play_whose_end_is_never_reported_counts_as_heard_after_a_while() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).waits(601)
    assert "queue" in player.path


def test_a_late_report_of_an_older_play_changes_nothing() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).hears_all()
    before = player.session
    assert player.tell(inputs.Played(1)).session == before


def test_a_finished_session_hears_no_input() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).hangs_up()
    before = player.effects[:]
    assert player.presses("1").hangs_up().effects == before


def test_after_a_restart_the_prompt_begins_again() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).tell(inputs.Resumed())
    assert player.heard == ["welcome", "welcome"]
    assert player.at == "welcome"


def test_after_a_restart_a_waiting_caller_keeps_waiting_with_music() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).hears_all()
    player.tell(inputs.Resumed())
    assert len(player.of(fx.Enqueue)) == 1
    assert len(player.of(fx.StartMusic)) == 2
    assert player.waits(61).at == "wait_or_message"


def test_after_a_restart_a_talk_goes_on() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).hears_all()
    before = player.tell(inputs.QueueAnswered()).session
    assert player.tell(inputs.Resumed()).session == before


def test_only_persistent_variables_are_kept_with_the_contact() -> None:
    player = FlowPlayer(default_flows(), "inbound", {"queue": "q"}).hears_all()
    player.tell(inputs.QueueClosed("all_busy")).hangs_up()
    assert player.finished
    assert player.finished.variables == {"queue_result": "all_busy", "rating": ""}


@pytest.mark.parametrize("key", ["inbound", "voicemail"])
def test_a_document_reads_back_what_it_writes(key: str) -> None:
    document = default_flows()[key]
    assert read_document(write_document(document)) == document
