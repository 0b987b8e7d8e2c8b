"""Hashing, checking and making of passwords."""

import asyncio
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS = 4
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash takes; OWASP's parameters, which tests of other things need not pay."""

    passes: int = 2
    kibibytes: int = 19 * 1024


class Passwords:
    """Argon2id in threads, few at a time.

    The engine shares this process, so that a flood of logins must not take all cores.
    """

    def __init__(self, at_a_time: int = 2, cost: Cost = Cost()) -> None:
        self._hasher = _hasher(cost)
        self._nobody = _nobody(cost)
        self._room = asyncio.Semaphore(at_a_time)

    async def hash(self, password: str) -> str:
        """The hash to store, with its salt and parameters."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether the password is the stored one; nobody's hash takes the same time."""
        async with self._room:
            return await asyncio.to_thread(self._verify, password, stored)

    def is_old(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, password: str, stored: str | None) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.kibibytes, parallelism=1)


@cache
def _nobody(cost: Cost) -> str:
    """A hash that no password fits, the same for a whole process."""
    return _hasher(cost).hash(secrets.token_hex(16))


def readable_password() -> str:
    """A random password for a person to read and type: `k7mw-p3xd-t9ra-h2vc`, 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
