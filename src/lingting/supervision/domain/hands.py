"""Raised hands and tips, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from lingting.kernel.ids import AgentId, CallId, UserId
from lingting.kernel.instants import instant
from lingting.tenancy.domain.settings import declare

FORCED_IDLE = declare(
    "forced_idle",
    False,
    zh="允许强制置闲",
    en="Leaders may set agents idle",
    group="calls",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """An agent asks for help; one hand per agent is up at a time."""

    id: UUID
    agent: AgentId
    text: str
    call: CallId | None
    raised_at: datetime
    taken_by: UserId | None = None
    taken_at: datetime | None = None
    lowered_at: datetime | None = None
    lowered_by: UserId | None = None


class TipKind(Enum):
    """A tip, or word of what a leader did to the agent, with his reason."""

    TIP = "tip"
    BUSY = "busy"
    IDLE = "idle"
    SIGNED_OUT = "signed_out"
    GROUPS = "groups"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """A leader's words on an agent's desk, until the agent puts them away."""

    id: UUID
    agent: AgentId
    sender: UserId
    call: CallId | None
    kind: TipKind
    text: str
    sent_at: datetime
    seen_at: datetime | None = None


def hand_state(hand: Hand, names: Mapping[UserId, str]) -> dict[str, Any]:
    """A hand as its agent and the leaders see it."""
    return {
        "id": str(hand.id),
        "agent": str(hand.agent),
        "name": names.get(UserId(hand.agent)),
        "text": hand.text,
        "call": str(hand.call) if hand.call else None,
        "raised_at": instant(hand.raised_at),
        "taken_by": str(hand.taken_by) if hand.taken_by else None,
        "taken_name": names.get(hand.taken_by) if hand.taken_by else None,
    }


def tip_state(tip: Tip, names: Mapping[UserId, str]) -> dict[str, Any]:
    """A tip as its agent sees it."""
    return {
        "id": str(tip.id),
        "kind": tip.kind.value,
        "text": tip.text,
        "sender": names.get(tip.sender),
        "sent_at": instant(tip.sent_at),
    }
