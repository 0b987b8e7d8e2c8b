"""`up`: starts every part of one installation on this machine and keeps it running."""

from __future__ import annotations

import json
import os
import shlex
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lingting.adapters.asterisk.config.layout import Behaviour
from lingting.adapters.asterisk.install import find_asterisk
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.console import TerminalReport, show_demo, show_ready
from lingting.main.demo.part import ENGINE, STANDBY, WORKER, Carrier, Demo
from lingting.main.errand import Errand, Refused, Watcher
from lingting.main.founded import DEMO, Prepared
from lingting.main.home import AlreadyRunning, Claim, Home, Running
from lingting.main.network import addresses, is_loopback, next_free_port
from lingting.main.parts import AsteriskPart, PostgresPart, ProcessPart
from lingting.main.parts_file import PartsFile
from lingting.main.refusals import folder_troubles, refuse_address, refuse_places, said
from lingting.main.stopping import Stopped, Stopping
from lingting.main.supervise import Both, Supervisor
from lingting.main.words import text
from lingting.platform.settings import Settings
from lingting.simulation.control import Control, Status

if TYPE_CHECKING:
    from lingting.main.tls import Certificate

SIP_PORT = 5060
PREFIX = "LINGTING_"
OF_THE_OWNER = ("LINGTING_DATABASE_URL", "LINGTING_BACKUP_URL")
"""What the roles are not told; commands beside them use this terminal's."""
PREPARE = Errand("lingting.main.preparing", "prepare_all", Prepared)
NOTE_SECONDS = 5.0
"""How often a long piece of work tells how far it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the web server listens and what people type."""

    host: str
    port: int
    url: str
    cert: Path | None = None
    key: Path | None = None
    own: Certificate | None = None


def up(settings: Settings, console: Console, *, demo: bool = False) -> int:
    """Runs until told to stop; returns the exit code. `demo`: with the world in the box."""
    home = Home(settings.home.resolve())
    refuse_places(settings)
    refuse_address(settings)
    home.create()
    claim = Claim(home.claim)
    try:
        claim.take()
    except AlreadyRunning as other:
        key = "already" if other.running.url else "already_starting"
        console.print(text(key, pid=other.running.pid, url=other.running.url))
        return 1
    stopping = Stopping()
    stopping.hear()
    stopped = stopping.wished
    told = PartsFile(home.parts)
    supervisor = Supervisor(Both(TerminalReport(console), told))
    try:
        with stopping.interrupting():
            _refuse_half_a_home(home)
            _wish(home, demo=demo)
            world = _start(settings, home, supervisor, claim, console, stopped)
            supervisor.watch(stopped, world.look if world else lambda: None)
    except Stopped:
        pass
    except Refused as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return 1
    except Exception as problem:  # whatever stood in the way, the person gets it and a clean stop
        if not stopped.is_set():
            reason = said(problem) or text("failed", reason=problem)
            console.print(reason, style="red", markup=False, soft_wrap=True)
            for trouble in folder_troubles(settings):
                console.print(trouble, style="yellow", markup=False, soft_wrap=True)
            console.print(text("logs", folder=home.logs), style="dim")
            return 1
    finally:
        supervisor.stop()
        told.forget()
        claim.release()
        console.print(text("stopped"))
    return 0


def _start(
    settings: Settings,
    home: Home,
    supervisor: Supervisor,
    claim: Claim,
    console: Console,
    stopped: threading.Event,
) -> Demo | None:
    began = time.monotonic()
    database_url = _start_database(settings, home, supervisor)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Asterisk is started by this thread: the kernel ends it with the thread that started it.
        prepared = beside.submit(_prepare_database, settings, home, database_url, console, stopped)
        switch = _start_switch(settings, home, supervisor, console)
        ready = prepared.result()
    address = _choose_address(settings, home)
    carrier = Carrier.found() if switch else None
    environment = {
        "LINGTING_HOME": str(home.folder),
        # The roles know the application's address only; the owner's stays here.
        "LINGTING_DATABASE_URL": ready.application_url,
        **({} if settings.database_url else {"LINGTING_APP_DATABASE_URL": ""}),
        "LINGTING_BACKUP_URL": "",
        "LINGTING_HOST": address.host,
        "LINGTING_PORT": str(address.port),
        "LINGTING_PUBLIC_URL": settings.public_url or address.url,
        "LINGTING_SOUNDS_DIR": str(settings.sounds_dir or home.sounds),
        "LINGTING_RECORDINGS_DIR": str(settings.recordings_dir or home.recordings),
        **({"LINGTING_CERT": str(address.cert)} if address.cert else {}),
        **({"LINGTING_KEY": str(address.key)} if address.key else {}),
        **({"LINGTING_STANDS_IN": "true"} if switch else {}),
        **switch,
        **_company_trunks(settings, carrier),
    }
    scheme = "https" if address.cert else "http"
    probe = "127.0.0.1" if address.host == "0.0.0.0" else address.host
    inside = f"{scheme}://{probe}:{address.port}"
    answers_at = f"{inside}/healthz"
    if stopped.is_set():
        return None
    supervisor.start(ProcessPart(ENGINE, environment, home.logs, answers_at=answers_at))
    supervisor.start(ProcessPart(WORKER, environment, home.logs))
    if settings.standby:
        # It waits, ready, until `serve` ends; then it leads, and the next `serve` waits.
        supervisor.start(ProcessPart(STANDBY, environment, home.logs, command=(ENGINE,)))
    told = _told(environment)
    given = [
        name for name in told if name.removeprefix(PREFIX).lower() in settings.model_fields_set
    ]
    claim.tell(Running(os.getpid(), address.url, database_url, told, given))
    show_ready(
        console,
        url=address.url,
        founding=ready.founding,
        sip=_sip_place(settings, switch),
        seconds=time.monotonic() - began,
        certificate=address.own,
    )
    if ready.opening is not None:
        show_demo(console, ready.opening.founding)
    if carrier is None:
        return None
    demo = Demo(
        settings,
        home,
        database_url,
        supervisor,
        environment,
        tell=lambda opening: show_demo(console, opening.founding),
        is_stopped=stopped.is_set,
        opened=ready.opening,
    )
    demo.place(inside, int(switch["LINGTING_SIP_PORT"]), carrier)
    return demo


def _refuse_half_a_home(home: Home) -> None:
    if home.unfinished_restore.exists():
        file = home.unfinished_restore.read_text("utf-8")
        raise Refused(text("restore_unfinished", file=shlex.quote(file)))


def _wish(home: Home, *, demo: bool) -> None:
    """What was wished in an earlier run counts no longer."""
    control = Control(home.demo)
    control.want(replace(control.wanted(), on=demo, remove=False))
    control.tell(Status())


def _company_trunks(settings: Settings, carrier: Carrier | None) -> Mapping[str, str]:
    """The demonstration company always has its own way out, so that it never calls a stranger."""
    if carrier is None:
        return {}
    trunks = {**settings.company_trunks, DEMO: carrier.trunk}
    return {"LINGTING_COMPANY_TRUNKS": json.dumps(trunks)}


def _told(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Every setting that the roles see, for commands that work beside them.

    Only a database that the operator named is one by address.
    """
    given = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    own = {name: value for name, value in environment.items() if name not in OF_THE_OWNER}
    return {**given, **own}


def _start_database(settings: Settings, home: Home, supervisor: Supervisor) -> str:
    if settings.database_url:
        return settings.database_url
    server = EmbeddedPostgres(home.postgres)
    supervisor.start(PostgresPart(server))
    return server.url()


def _prepare_database(
    settings: Settings, home: Home, database_url: str, console: Console, stopped: threading.Event
) -> Prepared:
    console.print(text("migrating"), style="dim")
    control = Control(home.demo)
    demo = control if control.wanted().on and not settings.ari_url else None
    watcher = Watcher(_now_and_then(console), stopped.is_set)
    return PREPARE.run(settings, database_url, demo, watcher=watcher)


def _now_and_then(console: Console) -> Callable[[str], None]:
    """Prints what it is told, unless it has printed something a moment ago."""
    last = -NOTE_SECONDS

    def tell(note: str) -> None:
        nonlocal last
        if time.monotonic() - last >= NOTE_SECONDS:
            last = time.monotonic()
            console.print(note, style="dim")

    return tell


def _start_switch(
    settings: Settings, home: Home, supervisor: Supervisor, console: Console
) -> Mapping[str, str]:
    """The private Asterisk, unless the operator named one; what the engine must know of it."""
    if settings.ari_url:
        return {}
    program = find_asterisk(lambda message: console.print(f"Asterisk: {message}", style="dim"))
    server = AsteriskServer(
        program,
        home.asterisk,
        sip_udp_port=settings.sip_port or SIP_PORT,
        sip_host="127.0.0.1" if is_loopback(settings.host) else "0.0.0.0",
        behaviour=Behaviour(
            accept_unknown_trunks=settings.open_sip,
            external_address=settings.external_address,
            local_networks=settings.local_networks,
            rtp_ports=settings.rtp_ports,
        ),
        sounds=settings.sounds_dir or home.sounds,
    )
    supervisor.start(AsteriskPart(server))
    if settings.sip_port and server.sip_udp_port != settings.sip_port:
        raise RuntimeError(text("sip_port_taken", port=settings.sip_port))
    return {
        "LINGTING_ARI_URL": server.ari_url,
        "LINGTING_ARI_USER": server.ari_user,
        "LINGTING_ARI_PASSWORD": server.ari_password,
        "LINGTING_AMI_PORT": str(server.ami_port),
        "LINGTING_AMI_USER": server.ami_user,
        "LINGTING_AMI_PASSWORD": server.ami_secret,
        "LINGTING_SIP_WS_URL": server.sip_ws_url,
        "LINGTING_SIP_PORT": str(server.sip_udp_port),
    }


def _choose_address(settings: Settings, home: Home) -> Address:
    host = settings.host
    port = next_free_port(host, settings.port)
    if is_loopback(host) and settings.cert is None:
        return Address(host, port, f"http://localhost:{port}")
    url = f"https://{_shown(host)}:{port}"
    if settings.cert is not None and settings.key is not None:
        return Address(host, port, url, settings.cert, settings.key)
    reachable = addresses() if host == "0.0.0.0" else [host]
    from lingting.main.tls import ensure_certificate

    own = ensure_certificate(home.tls, reachable, datetime.now(UTC))
    return Address(host, port, url, own.cert, own.key, own)


def _sip_place(settings: Settings, switch: Mapping[str, str]) -> str:
    port = switch.get("LINGTING_SIP_PORT") or str(settings.sip_port or SIP_PORT)
    host = "127.0.0.1" if is_loopback(settings.host) else _shown(settings.host)
    return f"{host}:{port}"


def _shown(host: str) -> str:
    """The host as others reach it."""
    return next(iter(addresses()), "localhost") if host == "0.0.0.0" else host
