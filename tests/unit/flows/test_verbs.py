"""Each verb does what its name says, and each of its exits can be reached."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.document import FlowDocument, read_document
from lingting.flows.domain.session import Session
from lingting.flows.domain.verbs import VERBS
from lingting.testing.flow_player import FlowPlayer

pytestmark = pytest.mark.unit


def flow(first: dict[str, Any], **nodes: dict[str, Any]) -> FlowDocument:
    """A flow whose first node is `first`; an exit named `x` leads to an end named `x`."""
    every = {"first": first, **nodes}
    ends = {t for node in every.values() for t in node["exits"].values() if t not in every}
    made: dict[str, Any] = {key: {"title": {}, **node} for key, node in every.items()}
    made |= {end: {"verb": "end", "title": {}, "exits": {}} for end in ends}
    return read_document({"name": {"zh-CN": "试"}, "start": "first", "nodes": made})


def play(first: dict[str, Any], *, nodes: dict[str, Any] | None = None, **known: Any) -> FlowPlayer:
    return FlowPlayer({"f": flow(first, **(nodes or {}))}, "f", **known)


MENU = {
    "verb": "menu",
    "prompts": ["ask"],
    "options": [{"key": "1"}, {"key": "2"}],
    "exits": {"1": "one", "2": "two", "too_many": "enough"},
}
COLLECT = {
    "verb": "collect",
    "prompts": ["ask"],
    "variable": "card",
    "min_length": 2,
    "max_length": 4,
    "exits": {"entered": "entered", "too_many": "enough"},
}


@pytest.mark.req("IVR-03")
def test_the_nine_classic_node_types_exist_by_name() -> None:
    assert {verb.node_type for verb in VERBS.values()} - {""} == {
        "ACCESS DB", "PLAY DIGIT", "PLAY NUMBER", "PLAY ONLY", "PLAY OPTION",
        "SELECT LANGUAGE", "VAR COMPARE", "USER STOP FLOW", "STOP FLOW",
    }  # fmt: skip


@pytest.mark.req("IVR-22")
def test_every_verb_explains_itself_in_both_languages() -> None:
    for verb in VERBS.values():
        assert verb.title.zh
        assert verb.title.en
        assert verb.help.zh
        assert verb.help.en


@pytest.mark.req("IVR-07")
def test_play_lets_the_caller_hear_prompts_and_then_a_spoken_text() -> None:
    text = {"zh-CN": "您好，{customer_name}。"}
    node = {"verb": "play", "prompts": ["a", "b"], "text": text, "exits": {"next": "done"}}
    player = play(node, variables={"customer_name": "王先生"})
    assert player.heard == ["a", "b", "您好，王先生。"]
    assert player.hears_all().at == "done"


def test_a_key_interrupts_a_prompt_and_counts_in_the_menu_behind_it() -> None:
    node = {"verb": "play", "prompts": ["hello"], "exits": {"next": "menu"}}
    player = play(node, nodes={"menu": MENU}).presses("2")
    assert player.at == "two"
    assert player.of(fx.StopPlay)
    assert player.heard == ["hello"]


def test_a_prompt_that_may_not_be_interrupted_is_heard_and_the_key_counts_after_it() -> None:
    node = {"verb": "play", "prompts": ["law"], "interruptible": False, "exits": {"next": "menu"}}
    player = play(node, nodes={"menu": MENU}).presses("1")
    assert player.at == "first"
    assert player.hears_all().at == "one"


@pytest.mark.req("IVR-08")
def test_a_menu_has_a_branch_for_each_key() -> None:
    assert play(MENU).presses("1").at == "one"
    assert play(MENU).hears_all().presses("2").at == "two"


@pytest.mark.req("IVR-08")
def test_a_menu_repeats_after_a_wrong_key_and_after_silence_and_then_gives_up() -> None:
    player = play(MENU).presses("9")
    assert player.heard == ["ask", "invalid-key", "ask"]
    player.hears_all().waits(7)
    assert player.heard[-2:] == ["no-input", "ask"]
    assert player.hears_all().waits(7).at == "enough"


@pytest.mark.req("IVR-08")
def test_a_menu_leaves_at_once_where_wrong_key_and_silence_have_branches_of_their_own() -> None:
    exits = {**MENU["exits"], "invalid": "wrong", "no_input": "silent"}
    assert play({**MENU, "exits": exits}).presses("9").at == "wrong"
    assert play({**MENU, "exits": exits}).hears_all().waits(7).at == "silent"


@pytest.mark.req("IVR-05")
def test_keys_are_collected_until_the_ending_key_the_length_or_a_pause() -> None:
    assert play(COLLECT).presses("12#").session.variables["card"] == "12"
    assert play(COLLECT).presses("1234").session.variables["card"] == "1234"
    player = play(COLLECT).presses("123")
    assert player.at == "first"
    assert player.waits(5).at == "entered"
    assert player.session.variables["card"] == "123"


@pytest.mark.req("IVR-05")
def test_too_few_keys_are_asked_for_again_and_silence_in_the_end_gives_up() -> None:
    player = play(COLLECT).presses("1#")
    assert player.heard[-2:] == ["invalid-key", "ask"]
    player.hears_all().waits(7).hears_all().waits(7)
    assert player.at == "enough"


@pytest.mark.req("IVR-36")
def test_what_a_caller_entered_is_told_but_a_secret_is_hidden() -> None:
    open_keys = play(COLLECT).presses("12#")
    assert open_keys.of(fx.KeysEntered) == [fx.KeysEntered("first", "12")]
    secret = play({**COLLECT, "secret": True}).presses("12#")
    assert secret.of(fx.KeysEntered) == [fx.KeysEntered("first", "••")]
    assert not secret.of(fx.SetData)


@pytest.mark.req("IVR-37")
def test_collected_values_travel_with_the_call() -> None:
    assert fx.SetData({"card": "12"}) in play(COLLECT).presses("12#").effects


@pytest.mark.req("IVR-06")
def test_say_speaks_a_variable_and_leaves_aside_what_cannot_be_spoken() -> None:
    node = {
        "verb": "say", "value": "{balance}", "kind": "amount", "before": ["balance-is"],
        "exits": {"next": "done", "unspeakable": "odd"},
    }  # fmt: skip
    assert play(node, variables={"balance": "12.5"}).heard == ["balance-is", "十二元五角"]
    assert play(node, variables={"balance": "12.5"}, language="en").heard[-1] == (
        "twelve yuan and fifty cents"
    )
    assert play(node, variables={"balance": "x"}).at == "odd"


@pytest.mark.req("IVR-09")
def test_the_chosen_language_is_that_of_all_later_prompts_and_numbers() -> None:
    nodes = {"say": {"verb": "say", "value": "2", "kind": "ordinal", "exits": {"next": "done"}}}
    node = {"verb": "select_language", "exits": {"next": "say", "too_many": "say"}}
    player = play(node, nodes=nodes).presses("2")
    assert player.session.language == "en"
    assert player.heard[-1] == "second"


def test_a_caller_who_chooses_no_language_keeps_his_own() -> None:
    node = {"verb": "select_language", "retries": 0, "exits": {"next": "x", "too_many": "keep"}}
    player = play(node).hears_all().waits(7)
    assert (player.at, player.session.language) == ("keep", "zh-CN")


@pytest.mark.req("IVR-10", "IVR-26")
@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        ("{level}", "eq", "gold", "yes"),
        ("{level}", "ne", "gold", "no"),
        ("10", "gt", "9", "yes"),
        ("10", "lt", "9", "no"),
        ("2.0", "eq", "2", "yes"),
        ("9", "ge", "9", "yes"),
        ("9", "le", "8", "no"),
        ("abc", "contains", "b", "yes"),
        ("abc", "starts_with", "b", "no"),
        ("b", "in", "a, b，c", "yes"),
        ("{nothing}", "empty", "", "yes"),
        ("{nothing}", "not_empty", "", "no"),
    ],
)
def test_values_are_compared(left: str, operator: str, right: str, result: str) -> None:
    node = {
        "verb": "compare", "left": left, "operator": operator, "right": right,
        "exits": {"yes": "yes", "no": "no"},
    }  # fmt: skip
    assert play(node, variables={"level": "gold"}).at == result


@pytest.mark.req("IVR-26")
def test_a_customer_of_another_level_hears_another_announcement() -> None:
    vip = {"verb": "play", "prompts": ["vip-welcome"], "exits": {"next": "end"}}
    other = {"verb": "play", "prompts": ["welcome"], "exits": {"next": "end"}}
    node = {
        "verb": "compare", "left": "{customer_level}", "right": "vip",
        "exits": {"yes": "vip", "no": "other"},
    }  # fmt: skip
    nodes = {"vip": vip, "other": other}
    assert play(node, nodes=nodes, variables={"customer_level": "vip"}).heard == ["vip-welcome"]
    assert play(node, nodes=nodes, variables={"customer_level": "normal"}).heard == ["welcome"]


@pytest.mark.req("IVR-17")
def test_set_assigns_and_adds() -> None:
    values = [
        {"variable": "a", "value": "{b}!"},
        {"variable": "n", "value": "2", "how": "add"},
        {"variable": "n", "value": "0.5", "how": "add"},
    ]
    player = play({"verb": "set", "values": values, "exits": {"next": "x"}}, variables={"b": "x"})
    assert player.session.variables["a"] == "x!"
    assert player.session.variables["n"] == "2.5"


LOOKUP = {
    "verb": "lookup",
    "fields": [{"field": "name", "variable": "customer_name"}],
    "exits": {"success": "found", "empty": "nobody", "error": "broken"},
}


@pytest.mark.req("IVR-04")
def test_a_customer_is_found_by_number_into_variables() -> None:
    known = inputs.CustomerKnown("success", {"name": "王先生"})
    player = play(LOOKUP, customer=known, variables={"caller_number": "1"})
    assert player.at == "found"
    assert player.session.variables["customer_name"] == "王先生"
    assert player.of(fx.AskCustomer) == [fx.AskCustomer("find", "1", {})]


@pytest.mark.req("IVR-04")
def test_no_customer_and_a_broken_database_have_exits_of_their_own() -> None:
    assert play(LOOKUP).at == "nobody"
    broken = play(LOOKUP, customer=inputs.CustomerKnown("error"))
    assert broken.at == "broken"
    assert broken.of(fx.Trouble)


@pytest.mark.req("IVR-04")
def test_a_customer_can_be_written_from_variables() -> None:
    node = {**LOOKUP, "action": "insert", "fields": [{"field": "name", "value": "来电 {n}"}]}
    player = play(node, variables={"caller_number": "1", "n": "7"})
    assert player.of(fx.AskCustomer) == [fx.AskCustomer("insert", "1", {"name": "来电 7"})]


@pytest.mark.req("IVR-32")
def test_the_waiting_tone_is_heard_before_the_call_is_taken() -> None:
    node = {"verb": "wait", "seconds": 4, "sound": "ringing", "exits": {"next": "hello"}}
    hello = {"verb": "play", "prompts": ["hello"], "exits": {"next": "x"}}
    player = play(node, nodes={"hello": hello})
    assert player.of(fx.Ring)
    assert not player.of(fx.Answer)
    assert player.waits(5).of(fx.Answer)
    assert player.heard == ["hello"]


def test_the_waiting_tone_can_be_music() -> None:
    node = {
        "verb": "wait",
        "seconds": 4,
        "sound": "music",
        "music": "piano",
        "exits": {"next": "x"},
    }
    player = play(node).waits(5)
    assert player.of(fx.StartMusic) == [fx.StartMusic("piano")]
    assert player.of(fx.StopMusic)


PERIOD = {"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "18:00"}
HOURS = {
    "verb": "hours",
    "periods": [PERIOD],
    "closed_days": ["2026-02-17"],
    "open_days": ["2026-02-14"],
    "exits": {"open": "open", "closed": "closed", "holiday": "holiday"},
}


@pytest.mark.req("VM-08")
@pytest.mark.parametrize(
    ("at", "node"),
    [
        (datetime(2026, 2, 10, 0, 59, tzinfo=UTC), "closed"),
        (datetime(2026, 2, 10, 1, 0, tzinfo=UTC), "open"),
        (datetime(2026, 2, 10, 10, 0, tzinfo=UTC), "closed"),
        (datetime(2026, 2, 15, 2, 0, tzinfo=UTC), "closed"),
        (datetime(2026, 2, 14, 2, 0, tzinfo=UTC), "open"),
        (datetime(2026, 2, 17, 2, 0, tzinfo=UTC), "holiday"),
    ],
)
def test_opening_hours_follow_the_companys_clock(at: datetime, node: str) -> None:
    assert play(HOURS, now=at).at == node


@pytest.mark.req("IVR-12")
def test_a_subroutine_returns_to_the_flow_that_called_it_with_its_variables() -> None:
    sub = flow(COLLECT)
    main = flow({"verb": "subflow", "flow": "sub", "exits": {"returned": "after"}})
    player = FlowPlayer({"main": main, "sub": sub}, "main").presses("12#")
    assert (player.session.flow, player.at) == ("main", "after")
    assert player.session.variables["card"] == "12"


def test_a_transfer_to_another_flow_does_not_come_back() -> None:
    other = flow({"verb": "play", "prompts": ["b"], "exits": {"next": "x"}})
    main = flow({"verb": "transfer", "flow": "other", "exits": {"failed": "sorry"}})
    player = FlowPlayer({"main": main, "other": other}, "main").hears_all()
    assert (player.session.flow, player.is_released) == ("other", True)
    assert FlowPlayer({"main": main}, "main").at == "sorry"


HANDLER = {"verb": "on_hangup", "exits": {"next": "note"}}
NOTE = {"verb": "set", "values": [{"variable": "left", "value": "yes"}], "exits": {"next": "x"}}


@pytest.mark.req("IVR-11")
def test_the_handler_runs_when_the_caller_hangs_up() -> None:
    player = play(MENU, nodes={"handler": HANDLER, "note": NOTE}).hangs_up()
    assert player.session.variables["left"] == "yes"
    assert player.finished
    assert (player.finished.outcome, player.finished.node) == ("abandoned", "first")
    assert not player.is_released


@pytest.mark.req("IVR-11")
def test_inside_a_subroutine_without_a_handler_that_of_the_calling_flow_runs() -> None:
    main = flow(
        {"verb": "subflow", "flow": "sub", "exits": {"returned": "x"}}, handler=HANDLER, note=NOTE
    )
    player = FlowPlayer({"main": main, "sub": flow(MENU)}, "main").hangs_up()
    assert player.session.variables["left"] == "yes"
    assert player.session.is_over


def test_a_handler_with_a_sound_verb_ends_there_instead_of_playing_to_nobody() -> None:
    sound = {"verb": "play", "prompts": ["x"], "exits": {"next": "x"}}
    player = play(MENU, nodes={"handler": HANDLER, "note": sound}).hangs_up()
    assert player.session.is_over
    assert player.heard == ["ask"]


def test_a_session_is_the_same_after_it_was_stored() -> None:
    player = play(MENU).presses("9")
    assert isinstance(player.session, Session)
    assert player.tell(inputs.Resumed()).heard[-1] == "ask"
