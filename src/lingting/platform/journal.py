"""A file that outlives its process: lines that must not be forgotten before they are dealt with."""

import os
from pathlib import Path

from lingting.platform.log import get_log

log = get_log(__name__)


class Journal:
    """Lines in their order. A crash of the process loses none; one of the machine may.

    What is written here may be personal: the file is its owner's alone, and gone as soon as
    nothing is left in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._failed = False

    def left(self) -> list[bytes]:
        """What was not dealt with; a line that was cut off in its middle was never added."""
        try:
            whole, _, _ = self._path.read_bytes().rpartition(b"\n")
        except OSError:
            return []
        lines = whole.split(b"\n") if whole else []
        done = lines.count(b"")
        return [line for line in lines if line][done:]

    def add(self, line: bytes) -> None:
        """One more, after all others."""
        self._write(line)

    def done(self) -> None:
        """The first that is left was dealt with."""
        self._write(b"")

    def clear(self) -> None:
        """Nothing is left."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._failed = False
        self._path.unlink(missing_ok=True)

    def _write(self, line: bytes) -> None:
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
                self._file = os.open(self._path, flags, 0o600)
            os.write(self._file, line + b"\n")
        except OSError as error:  # what is in memory goes on being kept there
            if not self._failed:
                log.error("journal not written", reason=error.strerror)
            self._failed = True
