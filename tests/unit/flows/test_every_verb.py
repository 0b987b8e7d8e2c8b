"""Every verb declares its exits and references, finds its own faults and bears every input."""

import re
from typing import Any

import pytest

from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.document import FlowDocument, read_document
from lingting.flows.domain.engine import begin, step
from lingting.flows.domain.graph import EXIT_TITLES, declared_exits, graph
from lingting.flows.domain.library import library_of
from lingting.flows.domain.validate import World, params_of, validate
from lingting.flows.domain.verb import AnyVerb
from lingting.flows.domain.verbs import VERBS
from lingting.testing.flow_player import MORNING, FlowPlayer

pytestmark = pytest.mark.unit

PERIOD = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "09:00", "closes": "18:00"}
SAMPLES: dict[str, dict[str, Any]] = {
    "play": {"prompts": ["p"], "text": {"zh-CN": "您好{name}"}},
    "menu": {"prompts": ["p"], "options": [{"key": "1"}], "variable": "choice"},
    "collect": {"prompts": ["p"], "variable": "card"},
    "say": {"value": "{card}", "kind": "digits", "before": ["p"], "after": ["p"]},
    "select_language": {"prompts": ["p"]},
    "record_message": {"prompts": ["p"]},
    "survey": {"prompts": ["p"]},
    "wait": {"seconds": 2},
    "queue": {"queue": "q"},
    "check_queue": {"queue": "q"},
    "dial": {"number": "010{card}"},
    "compare": {"left": "{card}", "right": "1"},
    "set": {"values": [{"variable": "name", "value": "{card}"}]},
    "hours": {"periods": [PERIOD]},
    "subflow": {"flow": "sub"},
    "transfer": {"flow": "sub"},
    "lookup": {"fields": [{"field": "name", "variable": "name", "value": "{card}"}]},
    "end": {},
}
WORLD = World(
    prompts=frozenset({"p", "invalid-key", "no-input"}),
    queues=frozenset({"q"}),
    flows={"sub": read_document({"nodes": {}})},
)
STRAY: list[inputs.Input] = [
    inputs.Played(99), inputs.Digit("5"), inputs.TimedOut("x", 1), inputs.QueueKnown("available"),
    inputs.QueueAnswered(), inputs.TalkEnded(), inputs.Dialled("answered"), inputs.Resumed(),
    inputs.MessageRecorded(9, 1), inputs.CustomerKnown("empty"), inputs.QueueClosed(),
]  # fmt: skip


def one(verb: str, **changes: Any) -> FlowDocument:
    """A flow of one node of this verb; every exit leads to the end."""
    node = {"verb": verb, "title": {}, **SAMPLES[verb], **changes}
    found = params_of(read_document({"nodes": {"a": {**node, "exits": {}}}}).nodes["a"])
    exits = found[0].exits(found[1]) if found else ()
    node["exits"] = dict.fromkeys(exits, "z")
    end = {"verb": "end", "title": {}, "exits": {}}
    nodes = {"a": node, "z": end} if exits else {"a": node}
    names = [{"name": name} for name in ("card", "name")]
    return read_document({"name": {"en": "x"}, "start": "a", "variables": names, "nodes": nodes})


@pytest.mark.parametrize("verb", VERBS.values())
def test_the_help_of_a_verb_names_exits_as_the_screen_does(verb: AnyVerb) -> None:
    hidden = {name for name, title in EXIT_TITLES.items() if title.en != name}
    assert not hidden & set(re.findall(r"\w+", verb.help.en))


def test_there_is_a_sample_of_every_verb() -> None:
    assert SAMPLES.keys() | {"on_hangup"} == VERBS.keys()


@pytest.mark.parametrize("verb", SAMPLES)
def test_a_node_with_all_its_exits_connected_has_no_problem(verb: str) -> None:
    assert validate(one(verb), WORLD) == []


@pytest.mark.parametrize("verb", SAMPLES)
def test_every_exit_has_a_word_for_the_picture(verb: str) -> None:
    for edge in graph(one(verb)).edges:
        assert edge.exit in EXIT_TITLES or edge.title.zh.startswith("按")


@pytest.mark.parametrize("verb", SAMPLES)
def test_every_verb_bears_every_input_and_the_caller_can_always_leave(verb: str) -> None:
    for stray in STRAY:
        library = library_of({"f": one(verb)})
        session, _ = begin(library, "f", {"card": "12"}, MORNING)
        session, _ = step(library, session, stray, MORNING)
        session, _ = step(library, session, inputs.CallerGone(), MORNING)
        session, _ = step(library, session, inputs.MessageRecorded(1, 3), MORNING)
        session, _ = step(library, session, inputs.MessageRecorded(2, 3), MORNING)
        assert session.is_over


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("collect", {"variable": ""}, "no-variable"),
    ("collect", {"min_length": 9, "max_length": 3}, "length-order"),
    ("menu", {"options": []}, "no-options"),
    ("select_language", {"choices": []}, "no-options"),
    ("select_language", {"choices": [{"key": "1", "language": "en"}] * 2}, "key-twice"),
    ("survey", {"grades": []}, "no-options"),
    ("survey", {"grades": [{"key": "1", "score": 1}] * 2}, "key-twice"),
    ("check_queue", {"queue": ""}, "no-queue"),
    ("set", {"values": [{"variable": "", "value": ""}]}, "no-variable"),
    ("hours", {"periods": []}, "no-hours"),
    ("hours", {"periods": [{**PERIOD, "closes": "08:00"}]}, "hours-order"),
    ("hours", {"periods": [{**PERIOD, "opens": "9"}]}, "parameters-wrong"),
    ("lookup", {"action": "insert", "fields": []}, "no-fields"),
    ("transfer", {"flow": ""}, "no-flow"),
]


@pytest.mark.parametrize(("verb", "changes", "slug"), FAULTS)
def test_a_verb_finds_its_own_faults(verb: str, changes: dict[str, Any], slug: str) -> None:
    assert slug in {problem.slug for problem in validate(one(verb, **changes), WORLD)}


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_a_new_node_says_what_it_needs_in_the_words_of_the_screen(verb: AnyVerb) -> None:
    new = {"verb": verb.name, "title": {}, "exits": {}}
    found = validate(read_document({"nodes": {"x": new}, "start": "x"}), WORLD)
    wrong = [problem.params for problem in found if problem.slug == "parameters-wrong"]
    assert not wrong
    missing = [problem.params for problem in found if problem.slug == "parameter-missing"]
    assert all(one["parameter_zh"] != one["parameter_en"] for one in missing)


@pytest.mark.parametrize("verb", SAMPLES)
def test_a_new_node_shows_the_exits_that_it_will_have_whatever_is_filled_in(verb: str) -> None:
    new = read_document({"nodes": {"x": {"verb": verb, "title": {}, "exits": {}}}})
    later = one(verb).nodes["a"].exits
    assert set(declared_exits(new)["x"]) == {exit for exit in later if not exit.isdigit()}


def test_without_customers_a_lookup_is_a_warning() -> None:
    world = World(WORLD.prompts, WORLD.missing_files, WORLD.queues, WORLD.flows, customers=False)
    (problem,) = validate(one("lookup"), world)
    assert (problem.severity, problem.slug) == ("warning", "no-customer-database")


def silent(verb: str, **changes: Any) -> FlowPlayer:
    """A player whose questions to the queue and the customers get no answer."""
    player = FlowPlayer({"f": one("wait")}, "f")
    player.library = library_of({"f": one(verb, **changes)})
    player.session, effects = begin(player.library, "f", {}, player.now)
    player.effects = list(effects)
    for effect in effects:
        if isinstance(effect, fx.StartTimer):
            player.waits(0)
            player.tell(inputs.TimedOut(effect.timer, effect.visit))
    return player


@pytest.mark.parametrize(
    ("verb", "exit"), [("check_queue", "failed"), ("lookup", "error"), ("queue", "failed")]
)
def test_a_question_without_an_answer_leads_on(verb: str, exit: str) -> None:
    player = silent(verb)
    assert fx.Left("a", exit) in player.effects
    assert player.of(fx.Trouble)


def test_a_spoken_number_can_be_interrupted_or_not() -> None:
    variables = {"card": "12"}
    assert FlowPlayer({"f": one("say")}, "f", variables).presses("1").is_released
    stays = FlowPlayer({"f": one("say", interruptible=False)}, "f", variables).presses("1")
    assert not stays.is_released
    assert stays.hears_all().is_released


def test_keys_pressed_while_waiting_are_kept_for_the_menu() -> None:
    assert FlowPlayer({"f": one("wait")}, "f").presses("7").session.keys == "7"


def test_no_more_than_twenty_keys_are_kept() -> None:
    player = FlowPlayer({"f": one("wait")}, "f").presses("1" * 30)
    assert len(player.session.keys) == 20


def test_a_key_skips_the_explanation_before_a_message() -> None:
    player = FlowPlayer({"f": one("record_message")}, "f").presses("5")
    assert player.of(fx.RecordMessage)
    assert player.of(fx.StopPlay)


def test_a_message_needs_no_explanation() -> None:
    assert FlowPlayer({"f": one("record_message", prompts=[])}, "f").of(fx.RecordMessage)


def test_after_a_restart_a_caller_who_was_asking_for_the_queue_asks_again() -> None:
    library = library_of({"f": one("queue")})
    session, _ = begin(library, "f", {}, MORNING)
    session, effects = step(library, session, inputs.Resumed(), MORNING)
    assert fx.AskQueue("q") in effects
    assert session.timers == ("limit",)


@pytest.mark.parametrize("waited", [5, 58, 60, 200])
def test_waiting_times_are_announced_in_words(waited: float) -> None:
    known = inputs.QueueKnown("all_busy", 1, waited, 40)
    player = FlowPlayer({"f": one("queue")}, "f", queue=known).waits(9)
    assert player.heard[0] == "queue-one-ahead"
    assert player.heard[3] in ("unit-seconds", "unit-minute", "unit-minutes")


def test_a_queue_that_announces_nothing_plays_music_only() -> None:
    quiet = one("queue", announce_position=False, announce_wait=False)
    player = FlowPlayer({"f": quiet}, "f").waits(40)
    assert player.heard == []
    assert len(player.of(fx.StartMusic)) == 1
