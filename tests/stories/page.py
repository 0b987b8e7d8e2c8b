"""An open page, as the client keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingting.platform.patch import apply
from lingting.platform.realtime import Subscription
from stories.broken import Broken


@dataclass
class Page:
    """An open page, as the client keeps it: a snapshot, then numbered patches."""

    person: int
    stream: Subscription | None = None
    state: dict[str, Any] | None = None
    seq: int = -1
    board: dict[str, Any] | None = None
    board_seq: int = -1

    def read(self) -> set[str]:
        """Takes in what was sent; answers whether it was of the page itself, of its board."""
        came: set[str] = set()
        while self.stream is not None and not self.stream.messages.empty():
            message = self.stream.messages.get_nowait()
            if message["type"] not in ("snapshot", "frame"):
                continue
            if "board" in message:
                came.add("board")
                self.board, self.board_seq = _after(message, self.board, self.board_seq)
            else:
                came.add("state")
                self.state, self.seq = _after(message, self.state, self.seq)
        return came


def _after(
    message: dict[str, Any], state: dict[str, Any] | None, seq: int
) -> tuple[dict[str, Any], int]:
    if message["type"] == "snapshot":
        return message["state"], message["seq"]
    if message["seq"] != seq + 1 or state is None:
        raise Broken(f"a page got frame {message['seq']} after {seq}")
    return apply(message["patch"], state), message["seq"]
