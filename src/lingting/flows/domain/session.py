"""A session: where a call is in its flow; plain data that survives a restart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from lingting.media.domain.sounds import DEFAULT_LANGUAGE, Language


class Frame(msgspec.Struct, frozen=True):
    """Where to go on after a subroutine."""

    flow: str
    version: int
    node: str


class Session(msgspec.Struct, frozen=True):
    """The whole state of one call in one flow.

    `flow` and `version` name the document, `node` the step, `local` what the step remembers.
    `visit` counts node entries and `play` counts plays, so that late answers are recognised.
    `keys` are pressed keys that no step has used yet. `closing`: the caller is gone and the
    handler of that runs. `kept` names the variables that are stored with the contact.
    """

    flow: str
    version: int
    variables: Mapping[str, str]
    language: Language = DEFAULT_LANGUAGE
    zone: str = "Asia/Shanghai"
    node: str = ""
    local: Mapping[str, Any] = {}
    visit: int = 0
    play: int = 0
    playing: bool = False
    music: bool = False
    timers: tuple[str, ...] = ()
    keys: str = ""
    stack: tuple[Frame, ...] = ()
    answered: bool = False
    caller_here: bool = True
    closing: bool = False
    kept: tuple[str, ...] = ()
    served: bool = False
    queue: str = ""
    queued_before: bool = False
    recording: int = 0
    left_at: str = ""
    outcome: Literal["", "completed", "served", "abandoned", "failed"] = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return bool(self.outcome)


def to_json(session: Session) -> dict[str, Any]:
    """The session as JSON data."""
    return msgspec.to_builtins(session)


def from_json(data: Mapping[str, Any]) -> Session:
    """The session that `to_json` wrote."""
    return msgspec.convert(data, Session)
