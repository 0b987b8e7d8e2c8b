"""One private Asterisk: its configuration written, its process started, watched and stopped."""

from __future__ import annotations

import base64
import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

from lingting.adapters.asterisk import console
from lingting.adapters.asterisk.config.files import render_all
from lingting.adapters.asterisk.config.layout import (
    AMI_USER,
    ARI_USER,
    Behaviour,
    Folders,
    Ports,
    Secrets,
)
from lingting.adapters.asterisk.config.music import ensure_sounds
from lingting.adapters.asterisk.install import AsteriskProgram
from lingting.platform.handles import allow_many

PORT_TRIES = 3
LONGEST_SOCKET_PATH = 100
START_SECONDS = 30.0
STOP_SECONDS = 5.0


class AsteriskDidNotStart(Exception):
    """Asterisk ended or did not answer in time; the message carries the end of its log."""


class AsteriskServer:
    """A local Asterisk that this process started.

    `home` holds everything it writes. The first start picks free loopback ports and new secrets,
    so read the addresses after `start()`; a later start of the same object keeps them. Several
    may run side by side.
    """

    def __init__(
        self,
        program: AsteriskProgram,
        home: Path,
        *,
        sip_udp_port: int | None = None,
        sip_host: str = "127.0.0.1",
        behaviour: Behaviour | None = None,
        sounds: Path | None = None,
    ) -> None:
        self.program = program
        self._behaviour = behaviour or Behaviour()
        self._wanted_sip_port = sip_udp_port
        self._sip_host = sip_host
        self._short_run: Path | None = None
        home = home.resolve()
        self.folders = Folders(
            home=home,
            run=home / "run",
            modules=program.modules,
            data=program.data,
            sounds=(sounds or home / "sounds").resolve(),
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._ports: Ports | None = None
        self._secrets: Secrets | None = None

    @property
    def ari_url(self) -> str:
        """For example http://127.0.0.1:40123/ari."""
        return f"http://127.0.0.1:{self._started_ports.http}/ari"

    @property
    def ari_user(self) -> str:
        return ARI_USER

    @property
    def ari_password(self) -> str:
        return self._started_secrets.ari_password

    @property
    def sip_ws_url(self) -> str:
        """SIP over WebSocket, loopback only; the web server passes browsers on to it."""
        return f"ws://127.0.0.1:{self._started_ports.http}/ws"

    @property
    def sip_udp_port(self) -> int:
        return self._started_ports.sip_udp

    @property
    def ami_port(self) -> int:
        return self._started_ports.ami

    @property
    def ami_user(self) -> str:
        return AMI_USER

    @property
    def ami_secret(self) -> str:
        return self._started_secrets.ami_secret

    @property
    def sounds_dir(self) -> Path:
        return self.folders.sounds

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, timeout: float = START_SECONDS) -> None:
        """Write the configuration, start the process, return when it hears ARI and SIP.

        A port that somebody else takes between the choice and the start is chosen anew, but only
        at the first start: later ones keep the addresses that others know.
        """
        if self.running:
            return
        tries = PORT_TRIES if self._ports is None else 1
        for left in reversed(range(tries)):
            self._choose()
            self._launch(timeout)
            if self._hears_sip():
                return
            self.stop()
            if left:
                self._ports = self._secrets = None
        raise AsteriskDidNotStart("the SIP port is taken by another program")

    def _launch(self, timeout: float) -> None:
        self._write_configuration()
        log = (self.folders.log / "console.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*self.program.command, "-f", "-C", str(self.folders.etc / "asterisk.conf")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folders.home,
                env=console.environment(),
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        try:
            self._wait_for_ari(timeout)
        except BaseException:
            self.stop()
            raise

    def _hears_sip(self) -> bool:
        """Asterisk starts without a transport whose port is taken, and says so only in its log."""
        return "udp" in self.command_line("pjsip show transports")

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """End the process and forget its run folder; the rest of `home` stays."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout)
        if self._short_run is not None:
            shutil.rmtree(self._short_run, ignore_errors=True)
            self._short_run = None

    def answers(self, timeout: float = 5.0) -> bool:
        """Whether ARI answers now; a process that runs may still be stuck."""
        try:
            with urllib.request.urlopen(self._ping(), timeout=timeout) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as refusal:  # a start: HTTP is up before ARI is
            refusal.close()
        except OSError:
            pass
        return False

    def kill(self) -> None:
        """End a process that does not listen to anything else."""
        if self._process is not None:
            self._process.kill()

    def command_line(self, command: str) -> str:
        """Run one command of Asterisk's console and return what it prints."""
        return console.ask(self.program, self.folders.etc, command)

    @property
    def _started_ports(self) -> Ports:
        if self._ports is None:
            raise AsteriskDidNotStart("not started")
        return self._ports

    @property
    def _started_secrets(self) -> Secrets:
        if self._secrets is None:
            raise AsteriskDidNotStart("not started")
        return self._secrets

    def _choose(self) -> None:
        if self._ports is None or self._secrets is None:
            self._ports, self._secrets = self._free_ports(), _new_secrets()
        run = self.folders.home / "run"
        if len(os.fsencode(run / "asterisk.ctl")) > LONGEST_SOCKET_PATH:
            self._short_run = run = Path(tempfile.mkdtemp(prefix="lingting-"))
        self.folders = replace(self.folders, run=run)

    def _free_ports(self) -> Ports:
        sip = self._wanted_sip_port
        if sip is None or not _udp_is_free(self._sip_host, sip):
            sip = _free_port(socket.SOCK_DGRAM, self._sip_host)
        return Ports(
            http=_free_port(socket.SOCK_STREAM),
            ami=_free_port(socket.SOCK_STREAM),
            sip_udp=sip,
            sip_host=self._sip_host,
        )

    def _write_configuration(self) -> None:
        self.folders.create()
        available = [path.name for path in self.program.modules.glob("*.so")]
        texts = render_all(
            self.folders, self._started_ports, self._started_secrets, self._behaviour, available
        )
        self.folders.etc.chmod(0o700)
        for name, text in texts.items():
            (self.folders.etc / name).write_text(text, "utf-8")
        ensure_sounds(self.folders.music, self.folders.sounds)

    def _wait_for_ari(self, timeout: float) -> None:
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if not self.running:
                raise AsteriskDidNotStart(self._end_of_log())
            with contextlib.suppress(OSError):
                if self.answers(2) and self._fully_booted():
                    return
            time.sleep(0.05)
        raise AsteriskDidNotStart(f"no answer in {timeout:.0f} s\n{self._end_of_log()}")

    def _ping(self) -> urllib.request.Request:
        token = base64.b64encode(f"{ARI_USER}:{self.ari_password}".encode()).decode()
        return urllib.request.Request(
            f"{self.ari_url}/asterisk/ping", headers={"Authorization": f"Basic {token}"}
        )

    def _fully_booted(self) -> bool:
        # The HTTP server answers before the last modules are up; the manager's greeting is
        # followed by FullyBooted only once they are.
        with socket.create_connection(("127.0.0.1", self.ami_port), timeout=2) as connection:
            connection.settimeout(START_SECONDS)
            login = f"Action: Login\r\nUsername: {AMI_USER}\r\nSecret: {self.ami_secret}\r\n\r\n"
            connection.sendall(login.encode())
            heard = b""
            while chunk := connection.recv(4096):
                heard += chunk
                if b"FullyBooted" in heard:
                    return True
        return False

    def _end_of_log(self) -> str:
        try:
            text = (self.folders.log / "console.log").read_text("utf-8", "replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-15:])


def _new_secrets() -> Secrets:
    return Secrets(secrets.token_hex(16), secrets.token_hex(16))


def _free_port(kind: socket.SocketKind, host: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def _udp_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _end_with_parent() -> None:
    # Asterisk must not outlive a supervisor that was killed: PR_SET_PDEATHSIG.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    allow_many()
