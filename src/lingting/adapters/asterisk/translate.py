"""ARI's JSON in our words: pure, apart from the memory that it keeps up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from lingting.adapters.asterisk.causes import cause_of_ended_leg, cause_of_failed_dial
from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.memory import LegMemory, Memory
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
from lingting.kernel.phone import ANONYMOUS_WORDS
from lingting.platform.log import get_log

log = get_log(__name__)

Json = Mapping[str, Any]
Told = SwitchEvent | None
UNKNOWN_CONTACT = "?"
AWAY = frozenset({"Unreachable", "Removed"})

EVENT_TYPES = (
    "StasisStart",
    "ChannelStateChange",
    "ChannelHangupRequest",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "ChannelHold",
    "ChannelUnhold",
    "Dial",
    "PlaybackStarted",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "RESTResponse",
)
"""What the adapter asks Asterisk to send about channels; everything else is filtered there,
answers included."""
PHONE_EVENT_TYPES = ("ContactStatusChange",)
"""What it asks for about phones."""


def instant(message: Json) -> datetime:
    """When Asterisk saw it."""
    return datetime.fromisoformat(message["timestamp"])


def caller_number(channel: Json) -> str:
    """What the carrier sent; "" when it was withheld."""
    return unless_withheld(str(channel.get("caller", {}).get("number", "")))


def unless_withheld(number: str) -> str:
    """The number, "" when its place is taken by a word that says so."""
    return "" if number.lower() in ANONYMOUS_WORDS else number


class Translator:
    """Turns one message into at most one event; unknown messages and foreign channels into none."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._readers: dict[str, Callable[[Json], Told]] = {
            "StasisStart": self._stasis_start,
            "ChannelStateChange": self._state_change,
            "ChannelHangupRequest": self._hangup_request,
            "ChannelDestroyed": self._destroyed,
            "ChannelDtmfReceived": self._digit,
            "ChannelHold": self._held,
            "ChannelUnhold": self._held,
            "Dial": self._dial,
            "PlaybackStarted": self._play_started,
            "PlaybackFinished": self._play_finished,
            "ContactStatusChange": self._contact,
        }

    def translate(self, message: Json) -> Told:
        """The event of a message, if it means anything to the product."""
        reader = self._readers.get(str(message.get("type")))
        return reader(message) if reader else None

    def _leg(self, message: Json, key: str = "channel") -> tuple[LegId, LegMemory | None]:
        leg = leg_of(message[key]["id"])
        return leg, self._memory.legs.get(leg)

    def _stasis_start(self, message: Json) -> Told:
        leg, known = self._leg(message)
        arguments = list(message.get("args", []))
        if known is not None or not arguments or arguments[0] != "arrived":
            return None
        channel = message["channel"]
        _, caught, trunk, _, called = [*arguments, "", "", "", "", ""][:5]
        self._memory.legs[leg] = LegMemory(
            channel["id"], incoming=True, up=channel.get("state") == "Up"
        )
        return LegArrived(
            at=instant(message),
            leg=leg,
            calling=caller_number(channel),
            called=unquote(called),
            trunk=trunk,
            caught=caught == "1",
        )

    def _state_change(self, message: Json) -> Told:
        leg, known = self._leg(message)
        if known is None:
            return None
        state = message["channel"].get("state")
        if state == "Up" and not known.up:
            known.up = True
            return None if known.incoming else LegAnswered(at=instant(message), leg=leg)
        return self._rings(message, leg, known) if state == "Ringing" else None

    def _dial(self, message: Json) -> Told:
        # A carrier that sends only 183 never changes the channel's state to Ringing.
        leg, known = self._leg(message, "peer")
        if known is None or message.get("dialstatus") not in ("PROGRESS", "RINGING"):
            return None
        return self._rings(message, leg, known)

    def _rings(self, message: Json, leg: LegId, known: LegMemory) -> Told:
        if known.incoming or known.up or known.rang:
            return None
        known.rang = True
        return LegRinging(at=instant(message), leg=leg)

    def _hangup_request(self, message: Json) -> Told:
        _, known = self._leg(message)
        if known and not known.ending:
            known.ending = True
            known.far_end_asked = not message.get("soft", False)
        return None

    def _destroyed(self, message: Json) -> Told:
        leg, known = self._leg(message)
        if known is None:
            return None
        self._memory.forget_leg(leg)
        cause, by = self._why(known, int(message["cause"]), int(message.get("tech_cause", 0)))
        return LegGone(at=instant(message), leg=leg, cause=cause, by=by)

    @staticmethod
    def _why(known: LegMemory, q850: int, sip: int) -> tuple[GoneCause, HungUpBy]:
        if known.ended_by_us and not known.far_end_asked:
            return known.ended_by_us, HungUpBy.US
        if known.up or known.incoming:
            return cause_of_ended_leg(q850, asked_by_far_end=known.far_end_asked)
        if not known.far_end_asked:
            return GoneCause.NO_ANSWER, HungUpBy.US
        return cause_of_failed_dial(q850, sip, to_phone=known.to_phone)

    def _digit(self, message: Json) -> Told:
        leg, known = self._leg(message)
        digit = str(message["digit"])
        if known is None or (known.message is not None and digit == known.end_key):
            return None
        at = instant(message)
        if not known.keys.allows(at.timestamp()):
            if not known.floods:
                known.floods = True
                log.warning("keys come too fast, dropped", leg=leg)
            return None
        return DigitPressed(at=at, leg=leg, digit=digit)

    def _held(self, message: Json) -> Told:
        leg, known = self._leg(message)
        if known is None:
            return None
        return LegHeld(at=instant(message), leg=leg, held=message["type"] == "ChannelHold")

    def _play_started(self, message: Json) -> Told:
        play = self._memory.plays.get(_play_id(message))
        if play:
            play.started = True
        return None

    def _play_finished(self, message: Json) -> Told:
        play_id = _play_id(message)
        play = self._memory.end_play(play_id)
        target = str(message["playback"].get("target_uri", ""))
        leg = play.leg if play else leg_of(target.removeprefix("channel:"))
        known = self._memory.legs.get(leg)
        if known is None or known.ending or (play and play.hidden):
            return None
        if play is None and message["playback"].get("state") == "canceled":
            return None
        stopped = bool(play and play.stopped)
        failed = bool(play and play.failed) or message["playback"].get("state") == "failed"
        return PlayFinished(
            at=instant(message),
            leg=leg,
            play=play_id,
            failed=failed and not stopped,
            stopped=stopped,
        )

    def _contact(self, message: Json) -> Told:
        """A phone is there while one of its contacts is; the new one comes before the old goes."""
        phone = str(message["endpoint"]["resource"])
        contact = message["contact_info"]
        known = self._memory.contacts.setdefault(phone, set())
        before = bool(known)
        if contact["contact_status"] in AWAY:
            known.difference_update({contact["uri"], UNKNOWN_CONTACT})
        else:
            known.add(contact["uri"])
        if before == bool(known):
            return None
        made = PhoneRegistered if known else PhoneUnregistered
        return made(at=instant(message), phone=phone)


def _play_id(message: Json) -> PlayId:
    try:
        return PlayId(UUID(message["playback"]["id"]))
    except ValueError:
        return PlayId(UUID(int=0))
