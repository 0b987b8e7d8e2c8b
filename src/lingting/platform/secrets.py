"""Secrets at rest: what the product must send to others is sealed with a key beside the database.

A copy of the database alone gives nothing away; a backup holds the key too.
"""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


class SecretUnreadable(Exception):
    """It was sealed with another key."""


class Secrets:
    """Seals and opens texts with the installation's key, which the first sealing makes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "secrets.key"

    def seal(self, text: str) -> str:
        """The text as it may be stored."""
        return Fernet(self._key(make=True)).encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises SecretUnreadable."""
        try:
            return Fernet(self._key(make=False)).decrypt(sealed.encode()).decode()
        except (OSError, ValueError, InvalidToken) as error:
            raise SecretUnreadable() from error

    def _key(self, *, make: bool) -> bytes:
        if make and not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            made = self._file.with_suffix(f".{os.getpid()}")
            made.touch(mode=0o600)
            made.write_bytes(Fernet.generate_key())
            try:
                # Whoever comes first makes the key; a link never replaces one that is there.
                os.link(made, self._file)
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return self._file.read_bytes()
