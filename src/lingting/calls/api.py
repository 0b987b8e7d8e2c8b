"""What upper features may ask of calls, and what calls tell the one who runs their flows."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lingting.calls.domain.call import Call
from lingting.calls.ports import Media
from lingting.kernel.ids import CallId, FlowId, PlayId, QueueId, RecordingId, WorkItemId
from lingting.platform.db import Transaction


class CallControl(Protocol):
    """Commands on the customer's line; each belongs to `tx`, its effect follows the commit.

    A command for a call that is over does nothing: the caller hung up a moment earlier.
    """

    async def answer(self, tx: Transaction, call: CallId) -> None: ...

    async def ring(self, tx: Transaction, call: CallId) -> None:
        """Lets a caller who is not answered yet hear ringing (IVR-32)."""
        ...

    async def play(
        self, tx: Transaction, call: CallId, play: PlayId, media: Sequence[Media]
    ) -> None: ...

    async def stop_play(self, tx: Transaction, call: CallId, play: PlayId) -> None: ...

    async def start_music(self, tx: Transaction, call: CallId, music: str) -> None: ...

    async def stop_music(self, tx: Transaction, call: CallId) -> None: ...

    async def enqueue(
        self,
        tx: Transaction,
        call: CallId,
        queue: QueueId,
        *,
        priority: int | None = None,
        keep_credit: bool = True,
        preferred: bool = True,
    ) -> WorkItemId | None:
        """Seeks an agent; None when the call is over. `keep_credit` keeps the first instant of
        waiting, `preferred` asks for the agent who spoke last with this number."""
        ...

    async def leave_queue(self, tx: Transaction, call: CallId) -> None:
        """Stops seeking; the flow goes on."""
        ...

    async def dial_out(
        self, tx: Transaction, call: CallId, number: str, ring_seconds: float
    ) -> None:
        """Connects the customer to an outside number; the result comes as `dialled`.

        Raises DialRefused where the company's rules do not allow it."""
        ...

    async def record_message(
        self,
        tx: Transaction,
        call: CallId,
        recording: RecordingId,
        *,
        max_seconds: float,
        end_key: str,
    ) -> None: ...

    async def hang_up(self, tx: Transaction, call: CallId) -> None: ...

    async def set_data(self, tx: Transaction, call: CallId, data: Mapping[str, str]) -> None: ...

    async def set_language(self, tx: Transaction, call: CallId, language: str) -> None: ...

    async def at_step(self, tx: Transaction, call: CallId, step: str) -> None:
        """Notes where in the flow the caller is (FLOW-11)."""
        ...

    def view(self, call: CallId) -> Call | None:
        """The living call, or None when it is over."""
        ...


class CallListener(Protocol):
    """Who runs the flows; told of everything inside the transaction that makes it true."""

    async def arrived(self, tx: Transaction, call: Call, flow: FlowId | None) -> None:
        """A caller is there, or an agent sent a customer into this flow: run it. None: the
        number leads to no flow; the caller must hear something all the same."""
        ...

    async def resumed(self, tx: Transaction, call: Call) -> None:
        """The process is new and the call still lives: go on where it was."""
        ...

    async def played(self, tx: Transaction, call: Call, play: PlayId, *, failed: bool) -> None: ...

    async def digit(self, tx: Transaction, call: Call, key: str) -> None: ...

    async def agent_answered(self, tx: Transaction, call: Call) -> None:
        """An agent took the customer: stop every sound."""
        ...

    async def talk_ended(self, tx: Transaction, call: Call, *, by: str) -> None:
        """The talk is over and the customer is still there (TEL-18)."""
        ...

    async def queue_closed(self, tx: Transaction, call: Call, why: str) -> None:
        """The router ended the search: `max_wait` or `queue_closed`."""
        ...

    async def dialled(self, tx: Transaction, call: Call, result: str) -> None:
        """The outside number: answered, no_answer, busy or failed."""
        ...

    async def message_recorded(
        self, tx: Transaction, call: Call, recording: RecordingId, seconds: float, *, failed: bool
    ) -> None: ...

    async def caller_gone(self, tx: Transaction, call: Call) -> None:
        """The caller hung up (the call is ended already)."""
        ...
