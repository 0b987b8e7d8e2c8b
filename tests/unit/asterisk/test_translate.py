"""ARI's JSON, recorded from Asterisk 22.10, in our words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.memory import LegMemory, Memory, PlayMemory
from lingting.adapters.asterisk.reconcile import (
    phones_online,
    remember,
    remember_phones,
    snapshots,
)
from lingting.adapters.asterisk.translate import Translator
from lingting.calls.ports import (
    DigitPressed,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    LegHeld,
    LegRinging,
    PhoneRegistered,
    PhoneUnregistered,
    PlayFinished,
    SwitchEvent,
)
from lingting.kernel.ids import LegId, PlayId

pytestmark = pytest.mark.unit

RECORDED = Path(__file__).parent / "recorded"


def recorded(story: str) -> list[dict[str, Any]]:
    return json.loads((RECORDED / f"{story}.json").read_text("utf-8"))


def told(story: str, memory: Memory | None = None, *, to_phone: bool = True) -> list[SwitchEvent]:
    """The events of a story; channels with an id of ours were dialled by us."""
    memory = memory or Memory()
    translator = Translator(memory)
    events: list[SwitchEvent | None] = []
    for message in recorded(story):
        channel = message.get("channel", {}).get("id", "")
        if message["type"] == "StasisStart" and message["args"] == ["made"]:
            memory.legs[LegId(UUID(channel))] = LegMemory(channel, to_phone=to_phone)
        events.append(translator.translate(message))
    return [event for event in events if event is not None]


def ending(events: list[SwitchEvent]) -> tuple[GoneCause, HungUpBy]:
    gone = events[-1]
    assert isinstance(gone, LegGone)
    return gone.cause, gone.by


def test_a_caller_arrives_and_gives_up() -> None:
    events = told("caller_gives_up")
    arrived, gone = events
    assert isinstance(arrived, LegArrived)
    assert (arrived.calling, arrived.called, arrived.trunk) == ("13800138000", "10010", "anonymous")
    assert arrived.at.utcoffset() is not None
    assert isinstance(gone, LegGone)
    assert gone.leg == arrived.leg
    assert ending(events) == (GoneCause.HUNG_UP, HungUpBy.FAR_END)


def test_a_withheld_number_is_empty() -> None:
    (arrived,) = told("withheld_number")
    assert isinstance(arrived, LegArrived)
    assert arrived.calling == ""


def test_a_leg_that_a_caller_ends_is_gone_once() -> None:
    events = told("caller_hangs_up")
    assert [type(event) for event in events] == [LegArrived, LegGone]
    assert ending(events) == (GoneCause.HUNG_UP, HungUpBy.FAR_END)


def test_our_own_hang_up_is_ours() -> None:
    memory = Memory()
    translator = Translator(memory)
    gone = None
    for message in recorded("we_hang_up"):
        if message["type"] == "ChannelHangupRequest" and message.get("soft"):
            leg = memory.legs[leg_of(message["channel"]["id"])]
            leg.ended_by_us = GoneCause.CONGESTION
        gone = translator.translate(message) or gone
    assert isinstance(gone, LegGone)
    assert (gone.cause, gone.by) == (GoneCause.CONGESTION, HungUpBy.US)


def test_a_dialled_phone_rings_once_and_answers() -> None:
    events = told("phone_answers")
    kinds = [type(event) for event in events if isinstance(event, LegRinging | LegAnswered)]
    assert kinds == [LegRinging, LegAnswered]


@pytest.mark.parametrize(
    ("story", "cause", "by"),
    [
        ("phone_busy", GoneCause.BUSY, HungUpBy.FAR_END),
        ("phone_rejects", GoneCause.REJECTED, HungUpBy.FAR_END),
        ("no_such_number", GoneCause.INVALID_NUMBER, HungUpBy.NETWORK),
        ("nobody_picks_up", GoneCause.NO_ANSWER, HungUpBy.US),
        ("media_lost", GoneCause.MEDIA_LOST, HungUpBy.NETWORK),
    ],
)
def test_an_ended_leg_tells_the_true_cause(story: str, cause: GoneCause, by: HungUpBy) -> None:
    gone = [event for event in told(story) if isinstance(event, LegGone)]
    assert [(event.cause, event.by) for event in gone] == [(cause, by)]


def test_480_is_a_browser_that_rejects_but_a_number_that_is_switched_off() -> None:
    messages = recorded("phone_busy")
    for to_phone, cause in ((True, GoneCause.REJECTED), (False, GoneCause.UNREACHABLE)):
        memory = Memory()
        translator = Translator(memory)
        channel = next(m["channel"]["id"] for m in messages if m["type"] == "StasisStart")
        memory.legs[LegId(UUID(channel))] = LegMemory(channel, to_phone=to_phone)
        events = [
            translator.translate({**m, "tech_cause": 480, "cause": 19} if "cause" in m else m)
            for m in messages
        ]
        gone = next(event for event in events if isinstance(event, LegGone))
        assert gone.cause is cause


def test_registration_comes_and_goes() -> None:
    kinds = [type(event) for event in told("registration")]
    assert kinds == [PhoneRegistered, PhoneUnregistered]


def test_a_newer_registration_of_a_phone_makes_no_gap() -> None:
    """A page that was reloaded registers anew, and its old contact is removed after that."""
    first, *_, removed = recorded("registration")
    memory = Memory()
    translator = Translator(memory)
    newer = json.loads(json.dumps(first))
    newer["contact_info"]["uri"] = "sip:2002@127.0.0.1:9"
    events = [translator.translate(message) for message in (first, newer, removed)]
    assert [type(event) for event in events if event] == [PhoneRegistered]


def test_stopped_and_hidden_plays() -> None:
    messages = recorded("plays_stopped")
    arrived = next(m for m in messages if m["type"] == "StasisStart")
    leg = leg_of(arrived["channel"]["id"])
    ended = [PlayId(UUID(m["playback"]["id"])) for m in messages if m["type"] == "PlaybackFinished"]
    assert len(ended) == 2
    memory = Memory()
    memory.plays[ended[0]] = PlayMemory(leg, stopped=True)
    memory.plays[ended[1]] = PlayMemory(leg, hidden=True)
    events = [event for event in told("plays_stopped", memory) if isinstance(event, PlayFinished)]
    assert [(event.play, event.stopped) for event in events] == [(ended[0], True)]
    assert not memory.plays


def test_a_play_that_an_older_engine_began_is_told_too() -> None:
    finished = [event for event in told("plays_stopped") if isinstance(event, PlayFinished)]
    assert len(finished) == 2


def test_keys_and_hold_are_told() -> None:
    events = told("keys_and_hold")
    assert [event.held for event in events if isinstance(event, LegHeld)] == [True, False]


def test_the_key_that_ends_a_message_is_no_key_press() -> None:
    messages = recorded("message")
    leg = leg_of(messages[0]["channel"]["id"])
    memory = Memory()
    translator = Translator(memory)
    translator.translate(messages[0])
    memory.legs[leg].message, memory.legs[leg].end_key = PlayId(leg), "#"  # type: ignore[assignment]
    pressed = [e for m in messages[1:] if isinstance(e := translator.translate(m), DigitPressed)]
    assert "#" not in [event.digit for event in pressed]


def pressing(translator: Translator, each_second: float, seconds: float) -> int:
    """How many of the keys that come so fast are told."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    key = next(m for m in recorded("message") if m["type"] == "ChannelDtmfReceived")
    count = int(each_second * seconds)
    moments = [start + timedelta(seconds=n / each_second) for n in range(count)]
    told = [translator.translate({**key, "timestamp": one.isoformat()}) for one in moments]
    return sum(isinstance(one, DigitPressed) for one in told)


def test_a_flood_of_keys_is_cut_and_a_machine_that_dials_is_not() -> None:
    key = next(m for m in recorded("message") if m["type"] == "ChannelDtmfReceived")
    leg = leg_of(key["channel"]["id"])

    def translator() -> Translator:
        return Translator(Memory(legs={leg: LegMemory(key["channel"]["id"], incoming=True)}))

    assert pressing(translator(), each_second=10, seconds=30) == 300
    assert pressing(translator(), each_second=20, seconds=3) == 60
    with capture_logs() as logs:
        assert pressing(translator(), each_second=2000, seconds=5) < 100
    assert [one["event"] for one in logs] == ["keys come too fast, dropped"]


def test_unknown_messages_and_channels_mean_nothing() -> None:
    translator = Translator(Memory())
    assert translator.translate({"type": "SomethingNew"}) is None
    for message in recorded("caller_hangs_up")[1:]:
        assert translator.translate(message) is None


def test_an_incoming_leg_has_the_same_id_after_a_restart() -> None:
    assert leg_of("lingting-1795331410.0") == leg_of("lingting-1795331410.0")
    assert leg_of("lingting-1795331410.0") != leg_of("lingting-1795331410.1")
    own = UUID("ccb3e7aa-71ad-48bc-aaef-61e0a14e1f22")
    assert leg_of(str(own)) == own


def test_a_snapshot_has_both_legs_in_their_bridge() -> None:
    world = json.loads((RECORDED / "talk_snapshot.json").read_text("utf-8"))
    legs = snapshots(world["channels"], world["bridges"])
    assert len(legs) == 2
    assert len({leg.bridge for leg in legs}) == 1
    assert all(leg.up and leg.bridge for leg in legs)
    incoming = next(leg for leg in legs if leg.trunk)
    assert (incoming.calling, incoming.called) == ("13800138000", "10010")
    waiting = [{**c, "dialplan": {"app_name": "MusicOnHold"}} for c in world["channels"]]
    assert snapshots(waiting, world["bridges"]) == []


def test_the_difference_after_a_gap() -> None:
    world = json.loads((RECORDED / "talk_snapshot.json").read_text("utf-8"))
    memory = Memory()
    left, dialled = LegId(UUID(int=1)), leg_of(world["channels"][0]["id"])
    for channel in world["channels"]:
        if channel["id"] == str(leg_of(channel["id"])):
            dialled = leg_of(channel["id"])
    memory.legs[left] = LegMemory(str(left), up=True)
    memory.legs[dialled] = LegMemory(str(dialled))
    difference = remember(memory, set(memory.legs), world["channels"], world["bridges"])
    assert difference.gone == {left}
    assert difference.answered == {dialled}
    assert set(memory.legs) == {leg_of(c["id"]) for c in world["channels"]}


def test_phones_that_went_away_unseen_are_found() -> None:
    world = json.loads((RECORDED / "talk_snapshot.json").read_text("utf-8"))
    memory = Memory()
    memory.contacts["2999"] = {"sip:2999@x"}
    online = phones_online(world["endpoints"])
    assert online == {"2001"}
    assert remember_phones(memory, online) == {"2999"}
    assert memory.contacts["2001"]
