"""apt-get with a state of its own: it reads and writes nothing of the machine's package state."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lingting.adapters.debian.sources import Source

Progress = Callable[[str], object]
_INST = re.compile(r"^Inst (\S+) (?:\[\S+\] )?\((\S+)")
_NOT_KEPT = ("Acquire::IndexTargets", "Acquire::Languages")


class AptFailed(Exception):
    """apt-get ended with an error; the message carries its last lines."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of a resolved closure."""

    name: str
    version: str


class PrivateApt:
    """One apt state folder over chosen sources, as if nothing (or the machine) were installed."""

    def __init__(
        self, folder: Path, sources: Sequence[Source], *, machine_status: bool = False
    ) -> None:
        self.folder = folder
        self._status = "/var/lib/dpkg/status" if machine_status else str(folder / "status")
        for part in ("state/lists/partial", "cache/archives/partial", "parts", "none"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        (folder / "parts" / "private.sources").write_text(
            "\n".join(source.as_deb822() for source in sources), "utf-8"
        )
        (folder / "apt.conf").write_text(self._settings(), "utf-8")

    @property
    def archives(self) -> Path:
        return self.folder / "cache" / "archives"

    def update(self, progress: Progress) -> None:
        self._run(["update"], progress)

    def candidate(self, package: str) -> str:
        """The version that would be installed, or '' when the sources have none."""
        text = self._query(["apt-cache", "policy", package])
        found = re.search(r"^\s*Candidate: (\S+)", text, re.MULTILINE)
        return "" if found is None or found[1] == "(none)" else found[1]

    def closure(self, packages: Sequence[str]) -> list[Package]:
        """Every package that the wanted ones need, with its version."""
        arguments = ["install", "--simulate", "--no-install-recommends", *packages]
        text = self._query(["apt-get", "-q", "-y", *arguments])
        found = (match for line in text.splitlines() if (match := _INST.match(line)))
        return sorted((Package(m[1], m[2]) for m in found), key=lambda package: package.name)

    def size(self, packages: Sequence[str]) -> int:
        """How many bytes `download` would fetch."""
        arguments = ["install", "--print-uris", "--no-install-recommends", *packages]
        text = self._query(["apt-get", "-qq", "-y", *arguments])
        rows = (line.split() for line in text.splitlines() if line.startswith("'"))
        return sum(int(row[2]) for row in rows if len(row) > 2)

    def download(self, packages: Sequence[str], progress: Progress) -> list[Path]:
        """Fetch the closure; apt verifies every file against the signed index."""
        self._run(["install", "--download-only", "--no-install-recommends", *packages], progress)
        return sorted(self.archives.glob("*.deb"))

    def _settings(self) -> str:
        # The machine's hooks (Post-Invoke …) are meant for its own state and need root; only its
        # settings for fetching (proxies, retries, validity of a frozen mirror) apply here.
        dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=False)
        kept = [
            line
            for line in dump.stdout.splitlines()
            if line.startswith("Acquire::") and not line.startswith(_NOT_KEPT)
        ]
        ours = {
            "Dir::Etc::Parts": self.folder / "none",
            "Dir::Etc::Main": "/dev/null",
            "Dir::Etc::SourceList": "/dev/null",
            "Dir::Etc::SourceParts": self.folder / "parts",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": self.folder / "none",
            "Dir::State": self.folder / "state",
            "Dir::State::status": self._status,
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
            "Acquire::IndexTargets::deb::CNF::DefaultEnabled": "false",
        }
        return "\n".join([*kept, *(f'{name} "{value}";' for name, value in ours.items())]) + "\n"

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "APT_CONFIG": str(self.folder / "apt.conf"), "LC_ALL": "C.UTF-8"}

    def _query(self, command: list[str]) -> str:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=self._environment()
        )
        if done.returncode != 0:
            raise AptFailed(_last_lines(done.stdout + done.stderr))
        return done.stdout

    def _run(self, arguments: Sequence[str], progress: Progress) -> None:
        command = ["apt-get", "-y", "-q", "-o", "APT::Status-Fd={}", *arguments]
        with _status_pipe() as (reader, writer), tempfile.TemporaryFile("w+") as output:
            command[4] = f"APT::Status-Fd={writer}"
            running = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[writer],
                env=self._environment(),
            )
            os.close(writer)
            with os.fdopen(os.dup(reader), "r", errors="replace") as lines:
                said = ""
                for line in lines:
                    kind, _, rest = line.strip().partition(":")
                    message = rest.split(":", 2)[-1].split(" (", 1)[0]
                    if kind == "dlstatus" and message != said:
                        said = message
                        progress(message)
            if running.wait() != 0:
                output.seek(0)
                raise AptFailed(_last_lines(output.read()))


@contextlib.contextmanager
def _status_pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        os.close(reader)


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-8:])
