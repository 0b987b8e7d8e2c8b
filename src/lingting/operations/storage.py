"""Watches the folders that are written to while people talk; what is wrong is an alarm."""

import asyncio
from collections.abc import Sequence
from functools import partial

from lingting.kernel.clock import Clock
from lingting.operations import catalogue
from lingting.operations.domain import Alarm, Finding, FolderFact, Verdict, judge_folder
from lingting.operations.ports import Folders
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

LOOK_SECONDS = 5.0


class StorageWatch:
    """Knows how each folder is; an alarm ends by itself when its cause does."""

    def __init__(self, clock: Clock, supervisor: TaskSupervisor, plant: Folders) -> None:
        self._clock, self._supervisor, self._plant = clock, supervisor, plant
        self._alarms: dict[str, Alarm] = {}
        self._facts: Sequence[FolderFact] = ()
        self._turn = asyncio.Lock()
        self._shelves = {name: Shelf() for name in plant.places}

    @property
    def alarms(self) -> list[Alarm]:
        """What was wrong at the last look."""
        return list(self._alarms.values())

    @property
    def usable(self) -> bool:
        """Whether every folder could be written to at the last look."""
        return all(fact.usable for fact in self._facts)

    def start(self) -> None:
        """Begins to look, again and again."""
        self._supervisor.spawn(self._watch(), name="loop:storage")

    async def look(self) -> Sequence[FolderFact]:
        """How the folders are now."""
        async with self._turn:
            facts = await asyncio.gather(*map(self._look_at, self._shelves))
            for fact in facts:
                self._judge(fact.name, judge_folder(fact))
            self._facts = facts
            return facts

    async def _look_at(self, name: str) -> FolderFact:
        try:
            return await self._shelves[name].do(partial(self._plant.folder, name))
        except TimeoutError:
            return FolderFact.silent(name, str(self._plant.places[name]))

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except OSError as error:
                log.error("folders not looked at", reason=error.strerror)
            await asyncio.sleep(LOOK_SECONDS)

    def _judge(self, folder: str, finding: Finding) -> None:
        verdict, known = catalogue.verdict(finding), self._alarms.get(folder)
        if verdict is Verdict.GOOD:
            if self._alarms.pop(folder, None) is not None:
                log.info("storage in order again", folder=folder, **finding.values)
            return
        same = known is not None and known.finding.outcome == finding.outcome
        since = known.since if known is not None and same else self._clock.now()
        self._alarms[folder] = Alarm(since, finding)
        if not same:
            tell = log.error if verdict is Verdict.BAD else log.warning
            tell("storage alarm", folder=folder, outcome=finding.outcome, **finding.values)
