"""Whether the applications of a connection still hear something; docs/decisions/0053 says why."""

from __future__ import annotations

from collections.abc import Sequence

MOST_UNHEARD = 3


class Hearing:
    """Counts the pulses after which an application was not heard.

    Pulses are counted, not seconds: when it is ourselves who stood still, one pulse is late, and
    what came meanwhile is read before the next.
    """

    def __init__(self, applications: Sequence[str]) -> None:
        self._unheard = dict.fromkeys(applications, 0)
        self._never = set(applications)

    @property
    def whole(self) -> bool:
        """Whether each application was heard once."""
        return not self._never

    def heard(self, application: object) -> None:
        """An event of that application came."""
        if application in self._unheard:
            self._unheard[str(application)] = 0
            self._never.discard(str(application))

    def pulse(self) -> list[str]:
        """Begins a pulse; gives those that were not heard after the last few."""
        deaf = [one for one, pulses in self._unheard.items() if pulses >= MOST_UNHEARD]
        for one in self._unheard:
            self._unheard[one] += 1
        return deaf
