"""What every check knows of the installation that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from lingting.main.home import Home, Running
from lingting.operations.domain import Finding
from lingting.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class Situation:
    """The settings as the running product has them, and whether it runs."""

    settings: Settings
    running: Running | None = None
    live: bool = False
    """Whether the product works now; `running` may be missing when `up` did not start it."""

    @property
    def home(self) -> Home:
        return Home(self.settings.home.resolve())

    @property
    def database_url(self) -> str:
        """A database that can be asked now, "" when there is none.

        The owner's address for a command, the application's inside the product.
        """
        return self.settings.database_url or (self.running.database_url if self.running else "")

    @property
    def asterisk_host(self) -> str:
        """The machine that Asterisk works on: the bundled one's control is on the loopback."""
        return urlsplit(self.settings.ari_url).hostname or "127.0.0.1"

    @property
    def recordings(self) -> Path:
        return self.settings.recordings_dir or self.home.recordings

    @property
    def sounds(self) -> Path:
        return self.settings.sounds_dir or self.home.sounds

    def now(self) -> datetime:
        return datetime.now(UTC)


Check = Callable[[Situation], Iterable[Finding]]
