"""Use cases of the operator: look at the parts, run the checks, let failed jobs run again."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from lingting.calls.domain.strangers import Ban
from lingting.calls.service.refusals import Refusals
from lingting.calls.service.strangers import Strangers
from lingting.operations import store
from lingting.operations.clock_watch import ClockWatch
from lingting.operations.domain import (
    Alarm,
    BackupFact,
    CheckRun,
    DatabaseFacts,
    DiskFact,
    FailedJob,
    Finding,
    FolderFact,
    JobFacts,
    PartFact,
    SwitchFacts,
    Versions,
    judge_switch,
    judge_waits,
    with_switch,
)
from lingting.operations.ports import Checks, Plant, Tapes
from lingting.operations.sound_ports import PortsWatch
from lingting.operations.storage import StorageWatch
from lingting.platform.aside import aside
from lingting.platform.db import DatabaseAway
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.trail import Trail
from lingting.recordings.domain import Waits

log = get_log(__name__)

REMEMBERED_SECONDS = 2.0
"""However many people look at the page, the parts are asked this often at most."""

SILENT_SECONDS = 0.5


class Connected(Protocol):
    """Who knows whether the engine hears the switch."""

    connected: bool
    changed_at: datetime
    """Since when."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All parts at one moment; None for one that does not answer."""

    alarms: Sequence[Alarm]
    parts: Sequence[PartFact]
    versions: Versions
    disk: DiskFact
    backup: BackupFact | None
    switch: SwitchFacts | None
    switch_connected: bool
    database: DatabaseFacts | None
    jobs: JobFacts | None


class OperationsService:
    """The operator's view of one installation, the same for every company in it."""

    def __init__(
        self,
        kit: Kit,
        trail: Trail,
        plant: Plant,
        checks: Checks,
        door: Connected,
        storage: StorageWatch,
        sound_ports: PortsWatch,
        clock: ClockWatch,
        refusals: Refusals,
        strangers: Strangers,
        tapes: Tapes,
    ) -> None:
        self._kit, self._trail, self._storage = kit, trail, storage
        self._plant, self._checks, self._door = plant, checks, door
        self._refusals, self._strangers = refusals, strangers
        self._sound_ports, self._clock, self._tapes = sound_ports, clock, tapes
        self._waits: Waits | None = None
        self._run: CheckRun | None = None
        self._overview: Overview | None = None
        self._looked_at = 0.0
        self._turn = asyncio.Lock()

    async def overview(self) -> Overview:
        """The parts as they are, or were two seconds ago."""
        async with self._turn:
            now = time.monotonic()
            if self._overview is None or now - self._looked_at >= REMEMBERED_SECONDS:
                self._overview = await self._look()
                self._looked_at = time.monotonic()
            return self._overview

    async def _look(self) -> Overview:
        plant = self._plant
        parts, versions, backup = await asyncio.to_thread(
            lambda: (plant.parts(), plant.versions(), plant.backup())
        )
        switch = await self._switch()
        unheard = self._unheard(answers=switch is not None)
        for alarm in unheard:
            parts = with_switch(parts, alarm.finding.outcome, alarm.since)
        folders = await self._storage.look()
        known = [one for one in folders if one.answers] or folders
        least = min(known, key=lambda one: one.free)
        try:
            async with self._kit.db.without_tenant() as conn:
                database, jobs = await store.database(conn), await store.jobs(conn)
            self._waits = await self._tapes.waits()
        except (DatabaseAway, SQLAlchemyError) as error:
            log.warning("database not looked at", error=type(error).__name__)
            database = jobs = None
        return Overview(
            alarms=[
                *unheard,
                *self._busy(),
                *self._clock.alarms,
                *self._sound_ports.alarms,
                *await self._no_room(),
                *self._storage.alarms,
                *self._waiting(folders),
            ],
            parts=parts,
            versions=versions,
            disk=DiskFact(least.place, least.total, least.free),
            backup=backup,
            switch=switch,
            switch_connected=self._door.connected,
            database=database,
            jobs=jobs,
        )

    def _unheard(self, *, answers: bool) -> list[Alarm]:
        """Whether the engine hears nothing of calls, be it that Asterisk stands still."""
        fault = judge_switch(connected=self._door.connected, answers=answers)
        return [Alarm(self._door.changed_at, Finding("hearing", fault))] if fault else []

    def _busy(self) -> list[Alarm]:
        """Whether callers are refused, in whatever company."""
        return [
            Alarm(self._refusals.since(why), Finding("admission", why.value, {"count": str(count)}))
            for why, count in self._refusals.in_last_minute().items()
        ]

    def _waiting(self, folders: Sequence[FolderFact]) -> list[Alarm]:
        """Recordings that wait for their storage, as they were when the database said it last."""
        sounds = next((one for one in folders if one.name == "sounds"), None)
        finding = judge_waits(self._waits, sounds)
        return [Alarm(self._waits.since, finding)] if self._waits and finding else []

    async def _no_room(self) -> list[Alarm]:
        """Whether the database cannot write, wherever its disk is."""
        room = self._kit.db.room
        if room.full_since is None or await self._kit.db.usable() or room.full_since is None:
            return []
        return [Alarm(room.full_since, Finding("database_disk", "full"))]

    async def _switch(self) -> SwitchFacts | None:
        """One that the engine does not hear may not answer at all: nobody waits long for it."""
        looking = asyncio.to_thread(self._plant.switch)
        if self._door.connected:
            return await looking
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                return await looking
        except TimeoutError:
            return None

    async def start_checks(self, principal: Principal) -> CheckRun:
        """Begins a run, unless one is under way; the result is kept."""
        if self._run is None or self._run.finished:
            self._run = CheckRun(self._kit.clock.now(), len(self._checks.groups))
            async with self._kit.db.transaction(principal.tenant) as tx:
                await self._trail.record(tx, principal, "check.run", "installation")
            self._kit.supervisor.spawn(self._check(self._run), name="operations:checks")
        return self._run

    async def checks(self) -> CheckRun | None:
        """The run that is under way, else the last that was kept."""
        if self._run is not None and not self._run.finished:
            return self._run
        return await aside(self._checks.last)

    async def _check(self, run: CheckRun) -> None:
        began = time.monotonic()
        for group in self._checks.groups:
            findings = await aside(self._checks.check, group)
            run = run.with_group(group, findings, round(time.monotonic() - began, 1))
            if run.finished:
                await aside(self._checks.keep, run)
            self._run = run

    async def failed_jobs(self) -> list[FailedJob]:
        """Those that gave up, the newest first."""
        async with self._kit.db.without_tenant() as conn:
            return await store.failed_jobs(conn)

    async def retry(self, principal: Principal, job: int | None) -> int:
        """Lets a failed job, or all, run again; jobs bear being repeated."""
        async with self._kit.db.transaction(principal.tenant) as tx:
            count = await store.retry(tx.conn, job)
            details = {"count": count} if job is None else {"job": job}
            await self._trail.record(tx, principal, "job.retry", "installation", details)
        return count

    def bans(self) -> list[Ban]:
        """Addresses that are refused at SIP now, those that stay longest first."""
        return self._strangers.bans()

    async def lift(self, principal: Principal, ban: UUID) -> None:
        """Lets an address in again; raises AddressNotRefused."""
        async with self._kit.db.transaction(principal.tenant) as tx:
            lifted = await self._strangers.lift(tx, ban)
            details = {"address": lifted.address}
            await self._trail.record(tx, principal, "ban.lift", "installation", details)
