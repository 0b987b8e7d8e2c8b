"""What upper features may ask of flows. The runner of calls is `calls.api.CallListener`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lingting.flows.domain.library import Library
from lingting.flows.domain.texts import Text
from lingting.flows.domain.wording import Worded
from lingting.kernel.ids import CallId, FlowId, QueueId
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowHead:
    """A flow without its document."""

    id: FlowId
    key: str
    name: Text
    revision: int
    published_version: int | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One step of a call's way through flows (FLOW-17)."""

    flow: str
    node: str
    verb: str
    title: Text
    exit: str | None
    keys: str
    entered_at: datetime
    left_at: datetime | None


class Flows(Protocol):
    """Flows of every company."""

    async def seed(self, tx: Transaction, queue: QueueId) -> FlowId:
        """Gives a new company the default flows, published; answers the inbound flow's id."""
        ...

    async def all(self, tx: Transaction) -> list[FlowHead]:
        """Every flow, by name."""
        ...

    async def by_id(self, tx: Transaction, flow: FlowId) -> FlowHead | None: ...

    async def path(self, tx: Transaction, call: CallId) -> list[PathStep]:
        """The steps that a call took, in order."""
        ...

    async def worded(self, tx: Transaction, data: Mapping[str, str]) -> list[Worded]:
        """The values that flows kept with a call, in words; empty ones are left out."""
        ...

    async def library(self, tx: Transaction) -> Library:
        """What callers run through now: every published flow."""
        ...
