"""A disk of our own that can run full: memory, mounted over a folder."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = 4096


class CannotMount(Exception):
    """This user may not mount a disk of its own: the fault cannot be done here."""


class Disk:
    """Memory as a disk; its size is changed, so that a full one costs nothing."""

    def __init__(self, folder: Path, roomy: str) -> None:
        self._folder = folder
        self._filler = folder / "filler"
        self._roomy = roomy
        self._by = [] if os.geteuid() == 0 else ["sudo", "-n"]

    def mount(self) -> None:
        options = f"size={self._roomy},mode=0700,uid={os.geteuid()},gid={os.getegid()}"
        self._do("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._folder))

    def fill(self) -> None:
        """No page is left."""
        self._filler.write_bytes(bytes(PAGE))  # an empty disk cannot be made small enough
        used = shutil.disk_usage(self._folder).used
        while shutil.disk_usage(self._folder).free:
            size = max(PAGE, math.ceil(used / PAGE) * PAGE)
            try:
                self._do("mount", "-o", f"remount,size={size}", str(self._folder))
            except CannotMount:  # more was written meanwhile
                used = shutil.disk_usage(self._folder).used
            else:
                used = size

    def make_room(self) -> None:
        self._do("mount", "-o", f"remount,size={self._roomy}", str(self._folder))
        self._filler.unlink()

    def unmount(self) -> None:
        self._do("umount", "-l", str(self._folder))

    def _do(self, *command: str) -> None:
        try:
            done = subprocess.run(
                [*self._by, *command], capture_output=True, text=True, timeout=20, check=False
            )
        except OSError as error:
            raise CannotMount(str(error)) from error
        if done.returncode:
            raise CannotMount(done.stderr.strip())


@contextmanager
def a_disk(folder: Path, *, roomy: str) -> Iterator[Disk]:
    """A disk of that size while the block lasts."""
    disk = Disk(folder, roomy)
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()
