"""Which account runs PostgreSQL: the server refuses root, so root lends it another."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """A user id, and whether it must reach through folders that only root may enter."""

    uid: int
    gid: int
    reach_through: bool

    def prefix(self) -> list[str]:
        """The command prefix that runs a program as this account and ends it with its parent."""
        lent = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        if self.reach_through:
            # A checkout below /root is closed to every other account; opening it by changing its
            # permissions would change the machine, this capability changes nothing.
            lent += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
        return ["setpriv", "--pdeathsig=INT", *lent, "--"]


def lent_account(data: Path, needed: Iterable[Path]) -> Account | None:
    """The account for a server over `data`, or None when this process's own will do."""
    if os.geteuid() != 0:
        return None
    owner = data.stat() if (data / "PG_VERSION").exists() else None
    if owner is not None and owner.st_uid != 0:
        uid, gid = owner.st_uid, owner.st_gid
    else:
        entry = pwd.getpwnam(NOBODY)
        uid, gid = entry.pw_uid, entry.pw_gid
    return Account(uid, gid, reach_through=any(not _open_to_all(path) for path in needed))


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
