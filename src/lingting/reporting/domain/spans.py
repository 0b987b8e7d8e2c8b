"""An agent's time: his facts, one after another, as stretches in one state each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import Span, SpanKind

LOGGED_OUT, LOGGED_IN = "logged_out", "logged_in"
OF_WORK: Mapping[str, SpanKind] = {
    "offered": SpanKind.RINGING,
    "wrapping": SpanKind.WRAPPING,
}
OF_PRESENCE: Mapping[str, SpanKind] = {
    "idle": SpanKind.IDLE,
    "busy": SpanKind.BUSY,
    "do_not_disturb": SpanKind.DO_NOT_DISTURB,
}
ACTIVITY: Mapping[str, SpanKind] = {
    "call.dialled": SpanKind.DIALLING,
    "call.connected": SpanKind.TALKING,
    "call.held": SpanKind.HOLDING,
    "call.retrieved": SpanKind.TALKING,
    "agent.lost": SpanKind.RECONNECTING,
    "agent.rejoined": SpanKind.TALKING,
}
OF_AGENTS = frozenset(
    {
        "sign_in.changed",
        "presence.changed",
        "work.changed",
        "work_item.assigned",
        "offer.made",
        *ACTIVITY,
    }
)
"""The facts by which an agent's state changes; all name him as `agent`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attending:
    """What is known of an agent after his last fact."""

    sign_in: str = LOGGED_OUT
    presence: str = "offline"
    reason: str | None = None
    work: str = "free"
    activity: str = SpanKind.DIALLING.value
    call: str | None = None
    item: str | None = None
    queue: str | None = None
    since: datetime | None = None

    @property
    def kind(self) -> SpanKind | None:
        """The one state; work outranks wishes, who is logged out has none."""
        if self.sign_in == LOGGED_OUT:
            return None
        if self.work == "engaged":
            return SpanKind(self.activity)
        if self.work in OF_WORK:
            return OF_WORK[self.work]
        if self.sign_in == LOGGED_IN:
            return SpanKind.LOGGED_IN
        return OF_PRESENCE.get(self.presence)


def follow(
    agent: UUID, before: Attending, facts: Iterable[Fact]
) -> tuple[Attending, list[Span], Span | None]:
    """The state after `facts`, the stretches that ended on the way, and the one that goes on."""
    state, ended = before, list[Span]()
    for fact in facts:
        changed = after(state, fact)
        old, new = _span(agent, state, None), _span(agent, changed, None)
        if old is not None and new is not None and replace(new, began_at=old.began_at) == old:
            state = replace(changed, since=state.since)
            continue
        if old is not None and old.began_at < fact.at:
            ended.append(replace(old, ended_at=fact.at))
        state = replace(changed, since=fact.at)
    return state, ended, _span(agent, state, None)


def going_on(agent: UUID, state: Attending) -> Span | None:
    """The stretch that goes on in a state."""
    return _span(agent, state, None)


def after(state: Attending, fact: Fact) -> Attending:
    """The state after one fact."""
    match fact.name:
        case "sign_in.changed":
            return replace(state, sign_in=fact.text("sign_in") or LOGGED_OUT)
        case "presence.changed":
            presence = fact.text("presence") or "offline"
            return replace(state, presence=presence, reason=fact.text("reason"))
        case "work.changed":
            return _worked(state, fact)
        case "offer.made" | "work_item.assigned":
            return replace(state, item=fact.text("item"), queue=fact.text("queue"))
        case _:
            return replace(state, activity=ACTIVITY[fact.name].value)


def _worked(state: Attending, fact: Fact) -> Attending:
    work = fact.text("work") or "free"
    if work == "free":
        return replace(state, work=work, call=None, item=None, queue=None)
    activity = SpanKind.DIALLING.value if work == "engaged" else state.activity
    return replace(state, work=work, activity=activity, call=fact.text("ref") or state.call)


def _span(agent: UUID, state: Attending, ended_at: datetime | None) -> Span | None:
    kind = state.kind
    if kind is None or state.since is None:
        return None
    works = state.work != "free"
    away = kind in (SpanKind.BUSY, SpanKind.LOGGED_IN)
    return Span(
        agent=agent,
        began_at=state.since,
        ended_at=ended_at,
        kind=kind,
        reason=state.reason if away else None,
        call=_id(state.call) if works else None,
        item=_id(state.item) if works else None,
        queue=_id(state.queue) if works else None,
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def stored(state: Attending) -> dict[str, Any]:
    """The state as JSON."""
    since = state.since.isoformat() if state.since else None
    return {name: getattr(state, name) for name in Attending.__slots__} | {"since": since}


def restored(data: Mapping[str, Any]) -> Attending:
    """The state again."""
    since = data.get("since")
    values: dict[str, Any] = dict(data)
    values["since"] = datetime.fromisoformat(since) if since else None
    return Attending(**values)
