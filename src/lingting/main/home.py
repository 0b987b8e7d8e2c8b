"""The folder that one installation lives in, and the claim that only one process may hold."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from errno import ENOSPC
from io import FileIO
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where things are. Losing `data` loses something; the rest is made again."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def recordings_at(self) -> Path:
        """Where they were at the last start."""
        return self.data / "recordings-folder"

    @property
    def sounds(self) -> Path:
        return self.data / "sounds"

    @property
    def tls(self) -> Path:
        return self.data / "tls"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def demo(self) -> Path:
        return self.data / "demo"

    @property
    def asterisk(self) -> Path:
        return self.folder / "asterisk"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def parts(self) -> Path:
        """What `up` last told about the parts that it watches."""
        return self.folder / "parts.json"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def last_backup(self) -> Path:
        return self.folder / "last-backup.json"

    @property
    def last_check(self) -> Path:
        """What `doctor`, or its page, found last."""
        return self.folder / "last-check.json"

    @property
    def unfinished_restore(self) -> Path:
        """There while a restore puts things in their places: names its archive."""
        return self.folder / "restore.unfinished"

    @property
    def claim(self) -> Path:
        return self.folder / "up.lock"

    def create(self) -> None:
        for folder in (self.data, self.logs, self.recordings, self.sounds):
            folder.mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class Running:
    """What a running installation tells others about itself."""

    pid: int
    url: str = ""
    database_url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """The settings that its roles run with, secrets included: the file is its owner's alone."""
    given: Sequence[str] = field(default_factory=list[str])
    """Those among them that the operator set; the others are defaults and choices of a start."""


class AlreadyRunning(Exception):
    """Another process holds the home."""

    def __init__(self, running: Running) -> None:
        super().__init__("already running")
        self.running = running


class Claim:
    """Held while an installation runs; the kernel releases it when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    def take(self) -> None:
        """Raises AlreadyRunning when another process has it."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        file = os.fdopen(handle, "r+b", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AlreadyRunning(who_runs(self._path) or Running(0)) from None
        self._file = file
        try:
            os.fchmod(file.fileno(), 0o600)
            self.tell(Running(os.getpid()))
        except BaseException:
            self._file = None
            file.close()
            raise

    def tell(self, running: Running) -> None:
        if self._file is None:
            raise RuntimeError("the claim was not taken")
        said = json.dumps(asdict(running)).encode()
        try:
            self._file.seek(0)
            if self._file.write(said) < len(said):
                raise OSError(ENOSPC, os.strerror(ENOSPC))
            self._file.truncate()
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(self._path)) from problem

    def release(self) -> None:
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def who_runs(path: Path) -> Running | None:
    """The installation that holds this claim now, if one does."""
    try:
        with path.open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return Running(**json.loads(file.read() or "{}"))
    except (OSError, ValueError, TypeError):
        return None
    return None
