"""The world as a part of `up`: comes, goes and is removed as the control file wishes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lingting.main.demo.recordings import keep_newest
from lingting.main.errand import Errand, Watcher
from lingting.main.founded import DEMO, Opening
from lingting.main.home import Home
from lingting.main.network import free_udp_port
from lingting.main.parts import ProcessPart
from lingting.main.supervise import Supervisor
from lingting.platform.settings import Settings
from lingting.simulation.control import Control, Status, Where

PART = "demo"
ENGINE, STANDBY, WORKER = "serve", "standby", "worker"
CARRIER_HOST = "127.0.0.5"
CARRIER_PORT = 15060
OPEN = Errand("lingting.main.demo.opening", "open_demo", Opening)
REMOVE = Errand("lingting.main.demo.removal", "remove_demo", bool)
TIDY_SECONDS = 120.0
STOP_SECONDS = 12.0
"""Until every simulated agent has logged out."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where the simulated carrier is reached: an address of this machine that nobody else has."""

    host: str
    port: int

    @staticmethod
    def found() -> Carrier:
        """With a port that is free now."""
        return Carrier(CARRIER_HOST, free_udp_port(CARRIER_HOST, CARRIER_PORT))

    @property
    def trunk(self) -> str:
        """The company's trunk as `LINGTING_COMPANY_TRUNKS` names it."""
        return f"sip:{self.host}:{self.port}"


class Demo:
    """Looks at what is wanted, and sees to it."""

    def __init__(
        self,
        settings: Settings,
        home: Home,
        database_url: str,
        supervisor: Supervisor,
        environment: Mapping[str, str],
        tell: Callable[[Opening], None],
        is_stopped: Callable[[], bool],
        opened: Opening | None = None,
    ) -> None:
        """`opened`: the company as it was opened before the engine started."""
        self._settings = settings
        self._home = home
        self._database_url = database_url
        self._control = Control(home.demo)
        self._supervisor = supervisor
        self._environment = environment
        self._tell = tell
        self._is_stopped = is_stopped
        self._opened = opened
        self._runs = False
        self._cast: tuple[int, int] = (0, 0)
        self._tidy_at = 0.0
        self._recordings = settings.recordings_dir or home.recordings

    def place(self, url: str, sip_port: int, carrier: Carrier) -> None:
        """Tells the world where everything is."""
        self._control.place(
            Where(
                company=DEMO,
                url=url,
                sip_port=sip_port,
                carrier_host=carrier.host,
                carrier_port=carrier.port,
            )
        )

    def look(self) -> None:
        """One round; what fails is told in the status and wanted no longer."""
        wanted = self._control.wanted()
        try:
            if wanted.remove:
                self._stop()
                self._remove()
                self._control.want(replace(wanted, remove=False, on=False))
            elif wanted.on and not self._runs:
                self._start()
            elif self._runs and (not wanted.on or self._cast != (wanted.seed, wanted.agents)):
                self._stop()
            elif self._runs and time.monotonic() >= self._tidy_at:
                self._tidy_at = time.monotonic() + TIDY_SECONDS
                keep_newest(self._recordings / self._tenant.hex)
        except Exception as problem:  # the product goes on without its demonstration
            self._control.want(replace(wanted, on=False, remove=False))
            self._control.tell(Status(state="failed", note=str(problem)))

    def _start(self) -> None:
        self._control.tell(Status(state="starting"))
        opening, self._opened = self._opened, None
        if opening is None:
            watcher = self._watcher("starting")
            opening = OPEN.run(self._settings, self._database_url, self._control, watcher=watcher)
            if opening.is_new and not self._is_stopped():
                # The engine reads its companies at start; calls outlive its restart.
                self._supervisor.restart(ENGINE)
                self._tell(opening)
        self._tenant = opening.tenant
        part = ProcessPart(
            PART,
            self._environment,
            self._home.logs,
            command=(PART, "play"),
            stop_seconds=STOP_SECONDS,
        )
        self._supervisor.start(part)
        self._runs = True
        wanted = self._control.wanted()
        self._cast = (wanted.seed, wanted.agents)

    def _stop(self) -> None:
        if self._runs:
            self._control.tell(replace(self._control.status(), state="stopping"))
            self._supervisor.end(PART)
            self._runs = False
        self._control.tell(Status())

    def _remove(self) -> None:
        ends = [one for one in (WORKER, STANDBY, ENGINE) if one in self._supervisor.names()]
        for part in ends:
            self._supervisor.halt(part)
        try:
            REMOVE.run(self._database_url, self._recordings, watcher=self._watcher("removing"))
        finally:
            for part in reversed(ends):
                self._supervisor.restart(part)
        self._control.accounts.unlink(missing_ok=True)
        self._control.tell(Status())

    def _watcher(self, state: str) -> Watcher:
        return Watcher(
            lambda note: self._control.tell(Status(state=state, note=note)), self._is_stopped
        )
