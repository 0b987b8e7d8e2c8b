"""What the adapter remembers of legs, plays and phones between a command and its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

from lingting.calls.ports import GoneCause, ListenMode
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId
from lingting.platform.pace import Pace

KEYS_EACH_SECOND, KEYS_AT_ONCE = 10.0, 40.0
"""Faster than any hand; a machine that sends a long number is let through, a flood is not."""


@dataclass(slots=True)
class LegMemory:
    """One leg. `incoming` legs have a channel id that Asterisk made."""

    channel: str
    incoming: bool = False
    to_phone: bool = False
    up: bool = False
    rang: bool = False
    ended_by_us: GoneCause | None = None
    far_end_asked: bool = False
    ending: bool = False
    music: str | None = None
    """What it shall hear while it is alone."""
    hears_music: bool = False
    """Whether Asterisk was told so."""
    bridge: BridgeId | None = None
    record_to: Path | None = None
    recording: bool | None = False
    """None: another engine may have begun it."""
    silence: bool = False
    plays: list[PlayId] = field(default_factory=list["PlayId"])
    inherited: bool = False
    """Whether it may hear what an engine before this one began, of which no id is known here."""
    message: RecordingId | None = None
    end_key: str = ""
    keys: Pace = field(default_factory=lambda: Pace(KEYS_EACH_SECOND, KEYS_AT_ONCE))
    floods: bool = False
    """Whether it was said that keys of this leg are dropped."""


@dataclass(slots=True)
class PlayMemory:
    """One play that was asked for; `hidden` ones (a beep of ours) are never told of."""

    leg: LegId
    failed: bool = False
    stopped: bool = False
    started: bool = False
    hidden: bool = False


SNOOP = "listen"


@dataclass(frozen=True, slots=True)
class Snoop:
    """A leg that attends another's talk through a channel of its own, whose id says all this."""

    leg: LegId
    to: LegId
    mode: ListenMode

    @property
    def channel(self) -> str:
        """The id of the snooping channel."""
        return f"{SNOOP}.{self.leg}.{self.to}.{self.mode.value}"

    @property
    def bridge(self) -> BridgeId:
        """Where the leg and the snooping channel meet: one for all of the leg's snoops."""
        return BridgeId(uuid5(self.leg, SNOOP))


def snoop_of(channel: str) -> Snoop | None:
    """What the id of a snooping channel says; None for any other channel."""
    kind, *parts = channel.split(".")
    if kind != SNOOP or len(parts) != 3:
        return None
    leg, to, mode = parts
    return Snoop(LegId(UUID(leg)), LegId(UUID(to)), ListenMode(mode))


@dataclass(slots=True)
class Memory:
    """Everything at once; the reader and the verbs share it in one event loop."""

    legs: dict[LegId, LegMemory] = field(default_factory=dict["LegId", LegMemory])
    plays: dict[PlayId, PlayMemory] = field(default_factory=dict["PlayId", PlayMemory])
    contacts: dict[str, set[str]] = field(default_factory=dict[str, "set[str]"])
    bridges: set[BridgeId] = field(default_factory=set["BridgeId"])
    snoops: dict[LegId, Snoop] = field(default_factory=dict["LegId", Snoop])

    def channel(self, leg: LegId) -> str:
        """The channel id of a leg, known or not."""
        found = self.legs.get(leg)
        return found.channel if found else str(leg)

    @property
    def listening_bridges(self) -> set[BridgeId]:
        """Where listeners hear: they are made and ended here, and nobody above knows them."""
        return {snoop.bridge for snoop in self.snoops.values()}

    def forget_leg(self, leg: LegId) -> LegMemory | None:
        """Drops a leg and its plays."""
        found = self.legs.pop(leg, None)
        for play in [play for play, known in self.plays.items() if known.leg == leg]:
            del self.plays[play]
        return found

    def end_play(self, play: PlayId) -> PlayMemory | None:
        """Drops a play."""
        found = self.plays.pop(play, None)
        leg = self.legs.get(found.leg) if found else None
        if leg and play in leg.plays:
            leg.plays.remove(play)
        return found
