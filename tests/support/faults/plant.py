"""The product as it runs, to be hurt: a PostgreSQL of ours beside `lingting up` and its parts."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, cast

import httpx
import psycopg
from psycopg.rows import dict_row

from lingting.acd.domain.queues import Member, SkillGroup
from lingting.adapters.asterisk.console import ask
from lingting.adapters.asterisk.install import find_asterisk
from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.postgres.embedded import SUPERUSER, EmbeddedPostgres
from lingting.identity.api import NewPerson
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId, new_id
from lingting.main.demo.founding import administrator
from lingting.main.founding import with_product
from lingting.main.home import Home, Running, who_runs
from lingting.main.migrate import prepare
from lingting.main.network import free_udp_port, next_free_port
from lingting.main.wiring import Product
from lingting.platform.settings import Settings
from lingting.simulation.office import Desk

COMPANY = "faults"
NUMBER, PROMPT_NUMBER, MESSAGE_NUMBER = "8001", "8002", "8003"
TOLD_NUMBER, MENU_NUMBER = "8004", "8005"
AGENTS = tuple(f"agent{place}" for place in range(1, 9))
START_SECONDS = 120.0
_UP = """
import json, os, runpy, sys
os.environ.update(json.loads(sys.argv.pop(1)))
runpy.run_module("lingting", run_name="__main__", alter_sys=True)
"""
OUTSIDE_HOST = "127.0.0.9"
"""Where the installation's trunk leads."""
SIP_PORTS = range(15060, 17000)
"""Which one is chance, for several may look for a free one at a time."""
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Founded:
    """What the tests must know of the company."""

    passwords: Mapping[str, str]


class Plant:
    """One installation; `start` it, hurt it, `stop` it.

    Its PostgreSQL is started here, so that it can be stopped; with `own_database` by `up`.
    `of_parts` is the environment of Asterisk and of the roles, not of `up` itself.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        own_database: bool = False,
        of_parts: Mapping[str, str] | None = None,
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lt-f-", dir="/tmp"))
        self._own_database = own_database
        pg = Home(self.home).postgres if own_database else self.home / "pg"
        self.postgres = EmbeddedPostgres(pg)
        self.log = self.home / "up.log"
        self.url = ""
        self.outside_port = free_udp_port(OUTSIDE_HOST, random.choice(SIP_PORTS))
        self._sip_port = 0
        self._given = dict(environment or {})
        self._of_parts = dict(of_parts or {})
        self._passwords: Mapping[str, str] = {}
        self._up: subprocess.Popen[bytes] | None = None
        self._hands = ThreadPoolExecutor(max_workers=1)
        """PostgreSQL ends with the thread that started it."""

    # --- from start to end ----------------------------------------------------------------

    def start(self) -> None:
        """Founds the company and starts everything."""
        database = self._hands.submit(self.postgres.start).result()
        settings = Settings(home=self.home, database_url=database)
        prepare(settings, database)
        self._passwords = with_product(settings, database, _found)
        if self._own_database:
            self._hands.submit(self.postgres.stop).result()
        self._sip_port = free_udp_port("127.0.0.1", random.choice(SIP_PORTS))
        self.launch()

    def launch(self) -> None:
        """Starts `up`, for the first time or again."""
        database = "" if self._own_database else self.postgres.url()
        port = next_free_port("127.0.0.1", 18000)
        environment = {
            **os.environ,
            "LINGTING_HOME": str(self.home),
            "LINGTING_DATABASE_URL": "" if self._own_database else database,
            "LINGTING_SIP_PORT": str(self._sip_port),
            "LINGTING_TRUNK": f"sip:{OUTSIDE_HOST}:{self.outside_port}",
            "COLUMNS": "160",
            **self._given,
        }
        with self.log.open("ab") as output:
            self._up = subprocess.Popen(
                [sys.executable, "-c", _UP, json.dumps(self._of_parts), "up", "--port", str(port)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env=environment, start_new_session=True,
            )  # fmt: skip
        self._wait_until_running()

    def halt(self) -> None:
        """Stops `up` and its parts."""
        if self._up is not None and self._up.poll() is None:
            self._up.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._up.wait(STOP_SECONDS)
            if self._up.poll() is None:
                self._up.kill()
                self._up.wait(STOP_SECONDS)

    def stop(self) -> None:
        """Stops everything and forgets it."""
        self.halt()
        self.postgres.stop()
        self._hands.shutdown()
        shutil.rmtree(self.home, ignore_errors=True)

    def keep_logs(self, folder: Path) -> Path:
        """Copies what the parts said to where it outlives the plant."""
        kept = folder / "logs"
        for found in self.home.rglob("*.log"):
            if found.is_file() and "postgres" not in found.name:
                kept.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(found, kept / f"{found.parent.name}-{found.name}")
        return kept

    def _wait_until_running(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._up is None or self._up.poll() is not None:
                break
            # Not the port that was asked for: another product may have taken it meanwhile.
            self.url = self.running.url.replace("localhost", "127.0.0.1")
            if self.url and self.ready().get("switch"):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the product did not start:\n{self.log.read_text('utf-8')}")

    # --- what is there --------------------------------------------------------------------

    @property
    def running(self) -> Running:
        """What `up` tells of itself, the settings of its roles among it."""
        return who_runs(self.home / "up.lock") or Running(0)

    @property
    def sip_port(self) -> int:
        return int(self.running.environment["LINGTING_SIP_PORT"])

    @property
    def recordings(self) -> Path:
        return Path(self.running.environment["LINGTING_RECORDINGS_DIR"])

    @property
    def spool(self) -> Spool:
        """Where its Asterisk records."""
        return Spool(Path(self.running.environment["LINGTING_SOUNDS_DIR"]))

    def pid(self, part: str) -> int:
        """The process of a part: `serve` (the one that leads), `worker` or `asterisk`; 0 while it
        is away."""
        port = int(self.url.rpartition(":")[2])
        found = [one for one in self._parts(part) if part != "serve" or _listens(one, port)]
        return int(found[0].name) if found else 0

    def engines(self) -> list[int]:
        """The processes of the engine that leads and of those that wait."""
        return [int(one.name) for one in self._parts("serve")]

    def all_parts(self) -> list[int]:
        """The processes of `up`, which is the first to go, and of what it watches."""
        assert self._up is not None
        return [self._up.pid, *self.engines(), self.pid("worker"), self.pid("asterisk")]

    def _parts(self, part: str) -> list[Path]:
        """What the machine says of the processes of a part."""
        assert self._up is not None
        found: list[Path] = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (process := _process(entry)) is not None:
                parent, words = process
                if parent == self._up.pid and any(Path(word).name == part for word in words):
                    found.append(entry)
        return found

    def kill(self, part: str) -> float:
        """`kill -9`; answers when."""
        pid = self.pid(part)
        assert pid, f"{part} does not run"
        os.kill(pid, signal.SIGKILL)
        return time.monotonic()

    def kill_for_a_while(self, seconds: float) -> float:
        """`kill -9` of the engine that leads; another takes over no sooner than that. Answers
        when."""
        waiting = [one for one in self.engines() if one != self.pid("serve")]
        for one in waiting:
            os.kill(one, signal.SIGSTOP)
        killed = self.kill("serve")
        go_on = threading.Timer(seconds, lambda: [os.kill(one, signal.SIGCONT) for one in waiting])
        go_on.start()
        return killed

    async def stop_database(self) -> float:
        """Stops PostgreSQL; answers when."""
        await asyncio.get_running_loop().run_in_executor(self._hands, self.postgres.stop)
        return time.monotonic()

    async def start_database(self) -> float:
        """Starts it again; answers when."""
        await asyncio.get_running_loop().run_in_executor(self._hands, self.postgres.start)
        return time.monotonic()

    async def silence_database(self) -> float:
        """Stops each of its processes, which breaks no connection; answers when."""
        self.postgres.send(signal.SIGSTOP)
        return time.monotonic()

    async def let_database_go_on(self) -> float:
        """Answers when."""
        self.postgres.send(signal.SIGCONT)
        return time.monotonic()

    def ready(self, url: str = "") -> dict[str, bool]:
        """What `/readyz` says; nothing while nobody answers."""
        with contextlib.suppress(httpx.HTTPError, ValueError):
            return httpx.get(f"{url or self.url}/readyz", timeout=3).json()
        return {}

    def takes_calls(self) -> bool:
        """Whether what calls need works."""
        ready = self.ready()
        return all(ready.get(part) for part in ("database", "switch", "engine"))

    def desk(self, account: str, url: str = "") -> Desk:
        """A person's session and page."""
        return Desk(url or self.url, COMPANY, account, self._passwords[account])

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Reads the database past the product."""
        url = self.postgres.url(user=SUPERUSER)
        with psycopg.connect(url) as connection:
            cursor = connection.cursor(row_factory=dict_row)
            return cursor.execute(cast(LiteralString, query), values).fetchall()

    def console(self, command: str) -> str:
        """What Asterisk prints for a command."""
        program = find_asterisk(lambda _: None)
        return ask(program, Home(self.home).asterisk / "etc", command, seconds=30)

    def reaches_outside(self) -> bool:
        """Whether the trunk's far end answers; Asterisk itself asks once a minute."""
        self.console("pjsip qualify default")
        contacts = self.console("pjsip show contacts").splitlines()
        return any(f":{self.outside_port} " in one and " Avail " in one for one in contacts)

    def said(self, role: str) -> str:
        """The log of a role."""
        path = self.home / "logs" / f"{role}.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""


async def until(
    reached: Callable[[], Any],
    seconds: float = 30.0,
    every: float = 0.1,
    instead: Callable[[], object] | None = None,
) -> float:
    """Waits until something holds; answers when it did. A blocking question goes to a thread.

    `instead` tells what is there instead when it does not come about.
    """
    last = time.monotonic() + seconds
    while True:
        found = await asyncio.to_thread(reached)
        if found:
            return time.monotonic()
        if time.monotonic() > last:
            there = await asyncio.to_thread(instead) if instead else f"last answer {found!r}"
            raise AssertionError(f"not within {seconds:.0f} s: {_text_of(reached)}; {there}")
        await asyncio.sleep(every)


def _text_of(reached: Callable[[], Any]) -> str:
    """What was waited for, in its own words."""
    with contextlib.suppress(OSError, TypeError):
        return " ".join(inspect.getsource(reached).split())
    return repr(reached)


def runs(pid: int) -> bool:
    """What has ended and is still listed, since nobody asked after it, has no words left."""
    process = _process(Path(f"/proc/{pid}"))
    return process is not None and any(process[1])


def _process(entry: Path) -> tuple[int, Sequence[str]] | None:
    try:
        status = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        words = (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    return int(status[1]), [word.decode("utf-8", "replace") for word in words]


def _listens(entry: Path, port: int) -> bool:
    """Whether a process listens on a port of this machine."""
    with contextlib.suppress(OSError):  # it may end meanwhile
        rows = [row.split() for row in (entry / "net/tcp").read_text("utf-8").splitlines()[1:]]
        places = {row[9] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
        return any(
            os.readlink(one) in {f"socket:[{place}]" for place in places}
            for one in (entry / "fd").iterdir()
        )
    return False


# --- the company ---------------------------------------------------------------------------------

Found = Callable[[Product], Awaitable[Mapping[str, str]]]


async def _found(product: Product) -> Mapping[str, str]:
    """A leader and eight agents who serve one queue without wrap-up; one number leads there at
    once, another plays a prompt before, a third takes messages, a fourth tells callers how long
    they wait, a fifth asks for a key."""
    people = [NewPerson("admin", "管理员", "administrator")]
    people += [
        NewPerson(one, f"坐席{place}", "agent", f"A{place:03}", f"{1000 + place}")
        for place, one in enumerate(AGENTS, 1)
    ]
    founded = await product.identity.found_company(COMPANY, "故障演练公司", people)
    tenant, now = founded.tenant, product.kit.clock.now()
    group, queue = SkillGroupId(new_id(now)), QueueId(new_id(now))
    await product.acd.load(tenant)
    async with product.kit.db.transaction(tenant) as tx:
        await product.acd.seed(tx)
        members = tuple(Member(agent=AgentId(founded.users[one])) for one in AGENTS)
        await product.acd.admin.save_group(tx, SkillGroup(id=group, name="客服组", members=members))
        settings = {
            "requirements": [{"group": str(group), "min_level": 1}],
            "wrap_up_seconds": 0,
            "ring_seconds": 60,
        }
        await product.acd.admin.save_queue(tx, queue, "客户服务", settings)
        by, editing = administrator(founded), product.flows.editing
        flows = {
            NUMBER: _flow(queue, welcome=False),
            PROMPT_NUMBER: _flow(queue, welcome=True),
            MESSAGE_NUMBER: _MESSAGE_FLOW,
            TOLD_NUMBER: _flow(queue, welcome=False, told=True),
            MENU_NUMBER: _MENU_FLOW,
        }
        for number, flow_of_it in flows.items():
            name = {"zh-CN": f"演练{number}", "en": f"Drill {number}"}
            head = await editing.create(tx, by, _text(name))
            document = {"name": name, **flow_of_it}
            await editing.save(tx, by, head.id, document, head.revision)
            flow = await editing.publish(tx, by, head.id)
            await product.numbers.add(tx, number, name["zh-CN"], flow.id)
    return dict(founded.passwords)


def _text(name: Mapping[str, str]) -> Any:
    from lingting.flows.api import Text

    return Text(name["zh-CN"], name["en"])


_END = {"verb": "end", "title": {"zh-CN": "结束", "en": "End"}, "exits": {}}
_MESSAGE_FLOW = {
    "variables": [],
    "start": "message",
    "nodes": {
        "message": {
            "verb": "record_message",
            "title": {"zh-CN": "留言", "en": "Message"},
            "exits": dict.fromkeys(("stored", "too_short", "failed"), "end"),
        },
        "end": _END,
    },
}


_MENU_FLOW = {
    "variables": [],
    "start": "menu",
    "nodes": {
        "menu": {
            "verb": "menu",
            "title": {"zh-CN": "菜单", "en": "Menu"},
            "prompts": ["voicemail-intro", "agents-busy-menu"],
            "options": [{"key": "1", "title": {"zh-CN": "结束", "en": "End"}}],
            "exits": {"1": "end", "too_many": "end"},
        },
        "end": _END,
    },
}


def _flow(queue: QueueId, *, welcome: bool, told: bool = False) -> dict[str, Any]:
    after = dict.fromkeys(("answered", "no_agent", "all_busy", "failed"), "end")
    nodes: dict[str, Any] = {
        "queue": {
            "verb": "queue",
            "title": {"zh-CN": "排队", "en": "Queue"},
            "queue": str(queue),
            "max_wait_seconds": 3600,
            "announce_position": told,
            "announce_wait": told,
            "announce_first_seconds": 3,
            "leave_when_nobody": False,
            "exits": after,
        },
        "end": _END,
    }
    if welcome:
        nodes["welcome"] = {
            "verb": "play",
            "title": {"zh-CN": "欢迎语", "en": "Welcome"},
            "prompts": ["welcome"],
            "exits": {"next": "queue"},
        }
    return {"variables": [], "start": "welcome" if welcome else "queue", "nodes": nodes}
