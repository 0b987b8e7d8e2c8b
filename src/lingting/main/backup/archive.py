"""The file of a backup: a plain tar that says first what it is and last what it must contain.

`manifest.json` comes first, so that an archive of another version is refused at once;
`SHA256SUMS` comes last, so that an archive that was cut off is seen to be cut off.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from errno import EEXIST, EINVAL, EISDIR, ENAMETOOLONG, ENOTDIR
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
CHUNK = 1 << 20

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What wrote the archive, and from where."""

    at: str
    lingting: str
    revision: str
    """The last migration of the database in it."""
    postgres: int
    """The major version of the server that was dumped."""
    recordings: str
    """The folder that recordings were in: the database names them by whole paths."""
    format: int = FORMAT


LARGEST_MANIFEST = 100_000
IMPOSSIBLE = (ENAMETOOLONG, ENOTDIR, EISDIR, EEXIST, EINVAL)
"""No archive of ours has names at which these come."""


class BrokenArchive(Exception):
    """The file is no backup, or not a whole one; `name` is what is missing or differs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ArchiveWriter:
    """Writes beside the wanted file and takes its name only when everything is on the disk."""

    def __init__(self, target: Path, manifest: Manifest, progress: Progress) -> None:
        self.target = target
        self.part = target.with_name(target.name + ".part")
        self._progress = progress
        self._sums: list[str] = []
        self.part.touch(mode=0o600)
        self._tar = tarfile.TarFile(self.part, "w", format=tarfile.PAX_FORMAT)
        self.add_text(MANIFEST, json.dumps(asdict(manifest), indent=2))

    def add(self, name: str, source: Path) -> bool:
        """A file as long as it is now; False when it went away in the meantime."""
        try:
            file = source.open("rb")
        except FileNotFoundError:
            return False
        with file:
            about = os.fstat(file.fileno())
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = about.st_size, about.st_mtime, 0o600
            reader = _Hashing(file, self._progress)
            self._tar.addfile(member, reader)  # type: ignore[arg-type]
        self._sums.append(f"{reader.sum.hexdigest()}  {name}\n")
        return True

    def add_text(self, name: str, text: str) -> None:
        """A small file that is on no disk."""
        data = text.encode()
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self._tar.addfile(member, io.BytesIO(data))
        self._sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")

    def finish(self) -> None:
        """Ends the archive and gives it its name."""
        self.add_text(SUMS, "".join(self._sums))
        self._tar.close()
        with self.part.open("rb") as file:
            os.fsync(file.fileno())
        self.part.replace(self.target)

    def discard(self) -> None:
        """Leaves nothing behind; after `finish` there is nothing to discard."""
        self._tar.close()
        self.part.unlink(missing_ok=True)


def read_manifest(file: Path) -> Manifest:
    """What the archive says of itself; raises BrokenArchive."""
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            if first is None or first.name != MANIFEST:
                raise BrokenArchive(MANIFEST)
            return _manifest(json.loads(_content(tar, first).read(LARGEST_MANIFEST)))
    except (tarfile.TarError, ValueError, TypeError, RecursionError) as error:
        raise BrokenArchive(MANIFEST) from error


def _manifest(said: dict[str, Any]) -> Manifest:
    manifest = Manifest(**said)
    for one in fields(Manifest):
        if type(getattr(manifest, one.name)) is not (int if one.type == "int" else str):
            raise TypeError(one.name)
    return manifest


def unpack(file: Path, folder: Path, progress: Progress) -> int:
    """Unpacks below `folder` and compares every file with its sum; how many files there were."""
    found: dict[str, str] = {}
    sums = ""
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                if member.name == SUMS:
                    sums = _content(tar, member).read().decode()
                else:
                    target = folder / _safe(member.name)
                    try:
                        found[member.name] = _copy(_content(tar, member), target, progress)
                    except OSError as error:
                        if error.errno not in IMPOSSIBLE:
                            raise
                        raise BrokenArchive(member.name) from error
    except (tarfile.TarError, UnicodeDecodeError) as error:
        raise BrokenArchive(SUMS) from error
    count = len(found)
    _compare(found, sums)
    return count


def _compare(found: dict[str, str], sums: str) -> None:
    if not sums:
        raise BrokenArchive(SUMS)
    for line in sums.splitlines():
        digest, _, name = line.partition("  ")
        if found.pop(name, None) != digest:
            raise BrokenArchive(name)
    if found:
        raise BrokenArchive(next(iter(found)))


def _copy(source: IO[bytes], target: Path, progress: Progress) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = _Hashing(source, progress)
    with target.open("wb") as file:
        target.chmod(0o600)
        while chunk := reader.read(CHUNK):
            file.write(chunk)
    return reader.sum.hexdigest()


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member) if member.isreg() else None
    if content is None:
        raise BrokenArchive(member.name)
    return content


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BrokenArchive(name)
    return path


class _Hashing:
    """A file that is summed while it is read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        self._progress(len(data))
        return data
