"""Who writes down what happens in a virtual centre."""

from __future__ import annotations

from datetime import datetime

from lingting.acd.domain.core import Core, Touched
from lingting.calls.domain import Call
from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId, FlowSessionId


class Journal:
    """Hears every fact in order and everything that the product would store; keeps nothing.

    Whoever keeps something overrides what he wants to hear.
    """

    def fact(self, event: Event) -> None:
        """A fact of the company's event log."""

    def floor_moved(self, core: Core, touched: Touched, told: list[Event], now: datetime) -> None:
        """Agents, work items and offers changed; `told` are the facts of that step."""

    def call_ended(self, call: Call) -> None:
        """A call with its legs, as it ended."""

    def session_began(
        self, id: FlowSessionId, call: CallId, session: Session, now: datetime
    ) -> None:
        """A flow began on a call."""

    def session_noted(
        self, id: FlowSessionId, call: CallId, effect: fx.Effect, now: datetime
    ) -> None:
        """A session came to a step, left it, was given keys, or is over."""

    def session_saved(self, id: FlowSessionId, session: Session) -> None:
        """What a session remembers after an input."""

    def note_saved(
        self, call: CallId, agent: AgentId, disposition: str | None, now: datetime
    ) -> None:
        """An agent noted what the call was about."""


class Facts(Journal):
    """Keeps the facts in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def fact(self, event: Event) -> None:
        self.events.append(event)

    def of_call(self, call: CallId) -> list[str]:
        """Names of the facts in the call's story."""
        return [one.name for one in self.events if getattr(one, "call", None) == call]
