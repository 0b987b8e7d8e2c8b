"""Hashing, checking and making of passwords."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS = 4
_GROUP = 4


class Passwords:
    """Argon2id with OWASP's parameters (19 MiB, 2 passes), in threads, few at a time.

    The engine shares this process, so that a flood of logins must not take all cores.
    """

    def __init__(self, at_a_time: int = 2) -> None:
        self._hasher = _hasher()
        self._nobody = _nobody()
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
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    """A hash that no password fits, the same for a whole process."""
    return _hasher().hash(secrets.token_hex(16))


def readable_password() -> str:
    """A random password for a person to read and type: `k7mw-p3xd-t9ra-h2vc`, 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
