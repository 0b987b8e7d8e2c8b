"""An agent's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lingting.acd.domain.views import AgentView
from lingting.acd.domain.words import shown
from lingting.calls.domain import Call, CallState, activity_of
from lingting.supervision.domain.instants import instant


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with a seat."""

    name: str
    seat: str
    extension: str


def agent_state(
    view: AgentView, person: Seated, call: Call | None, groups: Iterable[UUID] = ()
) -> dict[str, Any]:
    """The row; `since` is when the state that is shown began, `call` what he is engaged with."""
    mine = call if call is not None and call.agent == view.id else None
    word = shown(view.sign_in, view.presence, view.reason, view.work, activity_of(mine))
    since = view.since
    if mine is not None and mine.state is CallState.RECONNECTING:
        word = "reconnecting"
    customer = mine.customer_leg if mine else None
    if word == "holding" and customer is not None and customer.held_at is not None:
        since = customer.held_at
    return {
        "name": person.name,
        "seat": person.seat,
        "extension": person.extension,
        "groups": [str(group) for group in groups],
        "state": word,
        "reason": view.reason if word == "busy" else None,
        "since": instant(since),
        "phone": "registered" if view.reachable else "unregistered",
        "call": str(mine.id) if mine else None,
        "calls_today": view.calls_today,
        "missed_today": view.missed_today,
    }
