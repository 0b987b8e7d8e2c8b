"""What the operator's view needs of `main`, which alone knows vendors and folders.

Everything here blocks: the service asks in a thread.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from lingting.operations.domain import (
    BackupFact,
    CheckRun,
    Finding,
    FolderFact,
    PartFact,
    SoundPorts,
    SwitchFacts,
    Versions,
)
from lingting.recordings.domain import Waits


class Checks(Protocol):
    """The checks of `doctor`, group by group."""

    @property
    def groups(self) -> Sequence[str]: ...

    def check(self, group: str) -> Sequence[Finding]:
        """Looks; never raises."""
        ...

    def keep(self, run: CheckRun) -> None:
        """Keeps a finished run beside the installation: it is read when the database is away."""
        ...

    def last(self) -> CheckRun | None:
        """The last run that was kept, of whoever made it."""
        ...


class Tapes(Protocol):
    """The recordings and messages of all companies."""

    async def waits(self) -> Waits | None:
        """Those that wait for their storage, if any does."""
        ...


class Folders(Protocol):
    """The folders that are written to while people talk."""

    @property
    def places(self) -> Mapping[str, Path]:
        """Name → where it is; this one does not block."""
        ...

    def folder(self, name: str) -> FolderFact:
        """How it is now; one that can be made is made."""
        ...


class SoundRange(Protocol):
    """The ports for sound."""

    def sound_ports(self) -> SoundPorts | None:
        """None for an Asterisk elsewhere."""
        ...


class Plant(Folders, SoundRange, Protocol):
    """The installation's parts as they are now."""

    def parts(self) -> Sequence[PartFact]:
        """What `up` watches; empty when something else started the roles."""
        ...

    def switch(self) -> SwitchFacts | None:
        """None while Asterisk does not answer."""
        ...

    def versions(self) -> Versions: ...

    def backup(self) -> BackupFact | None: ...
