"""An agent's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.acd.domain.views import AgentView
from lingting.acd.domain.words import shown
from lingting.calls.domain import Call, CallState, activity_of
from lingting.kernel.instants import instant
from lingting.supervision.domain.alerts import Reading
from lingting.supervision.domain.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with a seat."""

    name: str
    seat: str
    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an agent is doing: the word for it, and since when."""

    view: AgentView
    word: str
    since: datetime
    call: Call | None

    @property
    def reading(self) -> Reading | None:
        """How long he has been in a state that is watched."""
        measure = MEASURES.get(self.word)
        return Reading(measure, self.view.id, began_at=self.since) if measure else None


def standing(view: AgentView, call: Call | None) -> Standing:
    """An agent with the call that he is in, if any."""
    mine = call if call is not None and call.agent == view.id else None
    word = shown(view.sign_in, view.presence, view.reason, view.work, activity_of(mine))
    since = view.since
    customer = mine.customer_leg if mine else None
    if mine is not None and mine.state is CallState.RECONNECTING:
        word = "reconnecting"
    elif word == "holding" and customer is not None and customer.held_at is not None:
        since = customer.held_at
    return Standing(view=view, word=word, since=since, call=mine)


def agent_state(
    one: Standing, person: Seated, groups: Iterable[UUID] = (), *, listened: bool = False
) -> dict[str, Any]:
    """The row; `since` is when the state that is shown began, `call` what he is engaged with.

    `listened`: a leader attends his talk; leaders alone see this board.
    """
    view = one.view
    return {
        "name": person.name,
        "seat": person.seat,
        "extension": person.extension,
        "groups": [str(group) for group in groups],
        "state": one.word,
        "reason": view.reason if one.word == "busy" else None,
        "since": instant(one.since),
        "phone": "registered" if view.reachable else "unregistered",
        "call": str(one.call.id) if one.call else None,
        "listened": True if listened and one.call else None,
        "calls_today": view.calls_today,
        "missed_today": view.missed_today,
    }
