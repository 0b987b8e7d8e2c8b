"""What the switch told while the database was away, as lines of a journal.

How phones and connections stand is not kept: a new process asks the switch for that.
"""

import msgspec

from lingting.calls.ports import (
    CallerMissed,
    DigitPressed,
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
    PlayFinished,
    SwitchEvent,
)
from lingting.platform.journal import Journal
from lingting.platform.log import get_log

log = get_log(__name__)

KINDS: dict[str, type[SwitchEvent]] = {
    kind.__name__: kind
    for kind in (
        LegArrived,
        CallerMissed,
        LegAnswered,
        LegGone,
        DigitPressed,
        PlayFinished,
        MessageRecorded,
    )
}


class KeptEvents:
    """Events that must be applied, also by the process that comes after this one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def left(self) -> list[SwitchEvent]:
        """What an earlier process kept and could not apply any more."""
        found: list[SwitchEvent] = []
        for line in self._journal.left():
            try:
                found.append(_read(line))
            except (msgspec.MsgspecError, KeyError) as error:  # of another version
                log.error("kept event not understood", error=type(error).__name__)
        return found

    def add(self, event: SwitchEvent) -> None:
        """It happened, and cannot be applied now."""
        if type(event).__name__ in KINDS:
            told = (type(event).__name__, event)
            self._journal.add(msgspec.json.encode(told, enc_hook=str))

    def done(self, event: SwitchEvent) -> None:
        """It was applied; events are in the order in which they were added."""
        if type(event).__name__ in KINDS:
            self._journal.done()

    def clear(self) -> None:
        """All of them were applied."""
        self._journal.clear()


def _read(line: bytes) -> SwitchEvent:
    name, told = msgspec.json.decode(line, type=tuple[str, msgspec.Raw])
    return msgspec.json.decode(told, type=KINDS[name])
