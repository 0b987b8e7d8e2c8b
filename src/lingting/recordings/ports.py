"""What recordings need of the switch."""

from pathlib import Path
from typing import Protocol
from uuid import UUID

from lingting.recordings.domain import Raw


class Spool(Protocol):
    """Where the switch records, away from the place of finished recordings. All of it blocks."""

    @property
    def free(self) -> int:
        """Bytes of room."""
        ...

    def finish(self, path: Path) -> Raw:
        """Makes the file of a recording that is over."""
        ...

    def lying(self, seconds: float) -> list[UUID]:
        """Legs and recordings whose sound nobody has touched for so long."""
        ...

    def drop(self, one: UUID) -> None:
        """Removes the sound of a leg or recording."""
        ...

    def forget(self, path: Path) -> bool:
        """Removes the sound and its file; answers whether the file is gone for good: its folder
        may be away. Raises an OSError where that cannot be done now."""
        ...
