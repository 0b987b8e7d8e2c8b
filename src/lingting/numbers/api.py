"""What upper features may ask about numbers."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from lingting.kernel.ids import FlowId, TenantId
from lingting.numbers.domain import AccessNumber, Trunk
from lingting.platform.db import Transaction

FlowIsThere = Callable[[Transaction, FlowId], Awaitable[bool]]


class Numbers(Protocol):
    """Access numbers of all companies."""

    async def find(self, called: str) -> tuple[TenantId, AccessNumber] | None:
        """Company and access number of an inbound call, by the number that the carrier sent.

        A 400 or 800 number leads to the first active access number that it is bound to; a number
        that is switched off leads nowhere.
        """
        ...

    async def add(
        self, tx: Transaction, number: str, label: str = ..., flow: FlowId | None = ...
    ) -> AccessNumber:
        """A new access number of the company of `tx`; raises NumberTaken, NumberUnfit or
        FlowUnknown."""
        ...

    async def all(self, tx: Transaction) -> list[AccessNumber]:
        """All access numbers of the company, the oldest first."""
        ...

    async def outbound_caller_id(self, tx: Transaction) -> str | None:
        """The number that the company's outbound calls show."""
        ...

    async def fallback_number(self, tx: Transaction) -> str | None:
        """The telephone that takes calls while no agent is logged in (FLOW-04)."""
        ...

    async def trunk(self, tx: Transaction) -> Trunk:
        """The company's way to the public network: its own, or the installation's."""
        ...

    def ask_about_flows(self, is_there: FlowIsThere) -> None:
        """Says who knows whether there is a flow."""
        ...
