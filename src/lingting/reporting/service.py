"""Reading the call log: a page of it, or the whole story of one call."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from lingting.calls.domain.telling import TELL_LISTENED
from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.reporting import store
from lingting.reporting.domain.decisions import decisions_of
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.story import tell
from lingting.reporting.domain.wanted import Cursor, Wanted
from lingting.reporting.errors import CallUnknown
from lingting.reporting.foreign import flows, queues, users
from lingting.reporting.names import all_named, names_of
from lingting.reporting.ports import RecordingStates
from lingting.reporting.reader import Reader
from lingting.reporting.schemas import (
    CallOut,
    ChoiceOut,
    ChoicesOut,
    FlowChoiceOut,
    LogOut,
    StoryOut,
    WordsOut,
)
from lingting.reporting.showing import Shown, decode_cursor, encode_cursor, row_out
from lingting.reporting.telling import Told, story_out
from lingting.tenancy.api import Tenancy

RATING = "survey.answered"
LISTENING = "listening."


class CallLog:
    """The log over the database; every read is one transaction of the reader's company."""

    def __init__(self, kit: Kit, tenancy: Tenancy, recordings: RecordingStates) -> None:
        self._kit = kit
        self._tenancy = tenancy
        self._recordings = recordings

    async def page(self, reader: Reader, wanted: Wanted, limit: int, cursor: str | None) -> LogOut:
        """Calls that fit, the newest first."""
        after = decode_cursor(cursor) if cursor else None
        async with self._kit.db.transaction(reader.tenant) as tx:
            rows = await store.page(tx.conn, wanted, limit + 1, after)
            total = await store.count(tx.conn, wanted) if after is None else None
            items = await self.shown(tx, reader, rows[:limit])
        last = rows[limit - 1] if len(rows) > limit else None
        there = encode_cursor(Cursor(last["began_at"], last["id"])) if last else None
        return LogOut(items=items, next=there, total=total)

    async def shown(
        self, tx: Transaction, reader: Reader, rows: Sequence[store.Row]
    ) -> list[CallOut]:
        """Rows as this reader may see them."""
        shown = await self._around(tx, reader, rows)
        return [CallOut(**row_out(row, shown)) for row in rows]

    async def choices(self, tenant: TenantId) -> ChoicesOut:
        """What lists can be narrowed to."""
        async with self._kit.db.transaction(tenant) as tx:
            agents = await all_named(tx.conn, users)
            waiting = await all_named(tx.conn, queues)
            ways = await all_named(tx.conn, flows)
        return ChoicesOut(
            agents=[ChoiceOut(**one) for one in agents],
            queues=[ChoiceOut(**one) for one in waiting],
            flows=[
                FlowChoiceOut(id=one["id"], name=WordsOut(zh=one["name_zh"], en=one["name_en"]))
                for one in ways
            ],
        )

    async def story(self, reader: Reader, call: UUID) -> StoryOut:
        """Everything about one call; raises CallUnknown."""
        async with self._kit.db.transaction(reader.tenant) as tx:
            row = await store.one(tx.conn, call, reader.only_of)
            if row is None:
                raise CallUnknown()
            facts = await self._facts(tx, reader, call)
            story = tell(facts, tx.now)
            shown = await self._around(tx, reader, [row])
            told = Told(
                row=row,
                shown=shown,
                facts=facts,
                story=story,
                decisions=decisions_of(facts, story.rings),
                notes=await store.notes_of(tx.conn, call),
                states=await self._recordings.states_of(tx, call),
            )
            named = await names_of(tx.conn, told.mentioned(), reader.language)
        return story_out(told, named)

    async def _facts(self, tx: Transaction, reader: Reader, call: UUID) -> list[Fact]:
        """The call's facts; an agent hears of listeners only if his company tells agents."""
        facts = await store.facts_of(tx.conn, call)
        if reader.only_of is None or await self._tenancy.get(tx, TELL_LISTENED):
            return facts
        return [one for one in facts if not one.name.startswith(LISTENING)]

    async def _around(self, tx: Transaction, reader: Reader, rows: Sequence[store.Row]) -> Shown:
        """What stands beside rows: their legs, ratings and names."""
        ids = [row["id"] for row in rows]
        legs: defaultdict[UUID, list[store.Row]] = defaultdict(list)
        for leg in await store.legs_of(tx.conn, ids):
            legs[leg["call"]].append(leg)
        ratings = await store.facts_named(tx.conn, ids, RATING)
        mentioned = [leg["agent"] for found in legs.values() for leg in found]
        mentioned += [row[key] for row in rows for key in ("queue", "customer")]
        return Shown(
            reader=reader,
            region=self._kit.settings.region,
            legs=legs,
            ratings={one["call_id"]: one for one in ratings},
            names=await names_of(tx.conn, mentioned, reader.language),
        )
