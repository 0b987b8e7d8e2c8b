"""`kill -9` of the worker while it checks recordings."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg

from lingting.adapters.postgres.embedded import SUPERUSER
from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, talk
from support.faults.plant import AGENTS, Plant, until
from support.faults.result import Result

TALKS = 3


async def worker_killed(plant: Plant) -> Result:
    """Recordings wait to be checked; the worker is killed when it has the files, while what it
    found is on its way: the database may still write it, or not."""
    result = Result("worker killed at work", "the work is repeated, its effect is not")
    worker = plant.pid("worker")
    os.kill(worker, signal.SIGSTOP)
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:1]) as staff:
        for place in range(TALKS):
            spoken = await talk(carrier, staff[0], f"1384000000{place}")
            spoken.caller.hang_up()
            await spoken.line.over()
    await until(lambda: len(_files(plant)) >= TALKS, 60)

    killed = await until(lambda: _killed_while_writing(plant, worker), 5, every=0)
    await until(lambda: not _open(plant), 90)
    done = time.monotonic()
    result.measure("all done after", done - killed, "s")
    states = [row["state"] for row in _recordings(plant)]
    result.measure("recordings", f"{states.count('stored')} of {len(states)} stored")
    result.hold("every recording stored", states == ["stored"] * TALKS)
    counts = plant.rows(
        "SELECT count(*)::int AS n FROM event_log e JOIN calls c ON c.id = e.call_id"
        " WHERE e.name = 'recording.checked' AND c.caller_raw LIKE '1384%%' GROUP BY call_id"
    )
    result.hold("each effect once", [row["n"] for row in counts] == [1] * TALKS)
    return result


def _killed_while_writing(plant: Plant, worker: int) -> bool:
    """Lets the worker go on while nobody may write recordings, and kills it when it wants to."""
    url = plant.postgres.url(user=SUPERUSER)
    with psycopg.connect(url) as locking, psycopg.connect(url, autocommit=True) as looking:
        locking.execute("LOCK TABLE recordings IN SHARE MODE")
        os.kill(worker, signal.SIGCONT)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            row = looking.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'recordings'::regclass"
            ).fetchone()
            if row is not None:
                os.kill(worker, signal.SIGKILL)
                return True
            time.sleep(0.01)
    return False


def _recordings(plant: Plant) -> list[dict[str, str]]:
    return plant.rows(
        "SELECT r.state, r.path FROM recordings r JOIN calls c ON c.id = r.call"
        " WHERE c.caller_raw LIKE '1384%%'"
    )


def _files(plant: Plant) -> list[Path]:
    """Sounds that the switch is done with; the worker makes them what is heard."""
    paths = [Path(row["path"]) for row in _recordings(plant)]
    return [path for path in paths if path.exists() or plant.spool.has(path)]


def _open(plant: Plant) -> list[str]:
    return [row["state"] for row in _recordings(plant) if row["state"] in ("recording", "ended")]
