"""State machines as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from lingting.kernel.errors import IllegalTransition

State = TypeVar("State", bound=Enum)
Trigger = TypeVar("Trigger", bound=Enum)


@dataclass(frozen=True)
class Machine(Generic[State, Trigger]):
    """A table of `(state, trigger) → state`; everything that is not in it is illegal."""

    name: str
    initial: State
    table: Mapping[tuple[State, Trigger], State]

    def allows(self, state: State, trigger: Trigger) -> bool:
        """Whether `trigger` means anything in `state`."""
        return (state, trigger) in self.table

    def next(self, state: State, trigger: Trigger) -> State:
        """The state after `trigger`; raises IllegalTransition when the table has no row."""
        try:
            return self.table[state, trigger]
        except KeyError:
            raise IllegalTransition(
                machine=self.name, state=str(state.value), trigger=str(trigger.value)
            ) from None

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        lines += [
            f"    {state.value} --> {target.value}: {trigger.value}"
            for (state, trigger), target in self.table.items()
        ]
        return "\n".join(lines) + "\n"
