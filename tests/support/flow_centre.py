"""A company whose callers run through real flows: fake switch, fake speech, moved clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from lingting.calls.domain import Call
from lingting.calls.ports import SoundFile
from lingting.flows import module as flows_module
from lingting.flows.api import PathStep
from lingting.flows.module import Flows
from lingting.flows.tables import flow_sessions
from lingting.identity.api import NewPerson
from lingting.kernel.ids import CallId, FlowId, LegId
from lingting.main.flow_customers import FlowCustomers
from lingting.main.ratings import take_ratings
from lingting.media import module as media_module
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.sounds import LANGUAGES
from lingting.media.service import MediaService
from lingting.platform.eventlog import read_call
from lingting.surveys import module as surveys_module
from lingting.surveys.domain import Rating
from lingting.surveys.service import SurveyService
from lingting.testing.fake_speech import FakeSpeech
from support.centre import make_centre
from support.voice import PEOPLE, Voice, make_voice

PROMPT_SECONDS = 3.0
ADMINISTRATOR = NewPerson("admin", "管理员", "administrator")


@dataclass
class FlowCentre:
    """The voice channel with flows, prompts and surveys on it."""

    voice: Voice
    flows: Flows
    media: MediaService
    surveys: SurveyService
    speech: FakeSpeech
    inbound: FlowId
    caller: LegId | None = None

    async def calls_in(self, **known: str) -> FlowCentre:
        """A caller dials and hears the first prompt."""
        self.caller = await self.voice.call_in(**known)
        return self

    async def hears_out(self, prompts: int = 1) -> FlowCentre:
        """The caller listens to the next prompts."""
        for _ in range(prompts):
            await self.voice.run(PROMPT_SECONDS + 0.01)
        return self

    async def presses(self, keys: str) -> FlowCentre:
        assert self.caller is not None
        self.voice.switch.presses(self.caller, keys)
        await self.voice.settle()
        return self

    async def hangs_up(self) -> FlowCentre:
        assert self.caller is not None
        await self.voice.hang_up(self.caller)
        return self

    @property
    def hears(self) -> list[str]:
        """What the caller hears now: texts of a play, and the music."""
        assert self.caller is not None
        heard = self.voice.switch.what_hears(self.caller)
        media = [heard.media] if isinstance(heard.media, SoundFile) else []
        texts = [self._text_of(one.path) for one in media]
        return texts + ([f"music {heard.music}"] if heard.music else [])

    def _text_of(self, path: Path) -> str:
        """The text that a rendered file speaks; the file's name for anything else."""
        for language in LANGUAGES:
            for text in self.speech.spoken:
                if self.media._renderings.path(text, language) == path:
                    return text
        return path.name

    @property
    def is_up(self) -> bool:
        """Whether the caller is still on the line."""
        assert self.caller is not None
        return self.voice.switch.legs[self.caller].state.name != "GONE"

    async def path(self, call: CallId) -> list[PathStep]:
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return await self.flows.editing.path(tx, call)

    async def ratings(self, call: CallId) -> list[Rating]:
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return await self.surveys.for_call(tx, call)

    async def facts(self, call: CallId, name: str) -> list[dict[str, object]]:
        """The data of the facts of this name in the call's story."""
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return [row["data"] for row in await read_call(tx.conn, call) if row["name"] == name]

    async def outcome(self, call: CallId | UUID) -> tuple[str, str]:
        """How the call's flow ended, and where."""
        query = sa.select(flow_sessions.c.outcome, flow_sessions.c.left_at)
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            rows = await tx.conn.execute(query.where(flow_sessions.c.call_id == call))
            (row,) = rows.all()
        return row.outcome, row.left_at

    def call(self) -> Call:
        return self.voice.call()


@pytest.fixture
async def flow_centre(database_url: str, tmp_path: Path) -> AsyncIterator[FlowCentre]:
    """A company with three agents, one queue and the default flows; nobody is there yet."""
    centre = make_centre(database_url, sounds_dir=tmp_path / "sounds", home=tmp_path)
    voice = await make_voice(centre, (*PEOPLE, ADMINISTRATOR))
    voice.switch.sound_seconds = lambda path: PROMPT_SECONDS if path.is_file() else None
    speech = FakeSpeech()
    media = media_module.wire(centre.kit, centre.audit, speech)
    assert await media.prepare() == 0
    flows = flows_module.wire(
        centre.kit,
        centre.audit,
        control=voice.calls.control,
        acd=voice.acd,
        media=media,
        tenancy=centre.tenancy,
        numbers=centre.numbers,
        customers=centre.customers,
        lookup=FlowCustomers(centre.customers, "CN"),
    )
    surveys = surveys_module.wire(centre.kit)
    take_ratings(centre.kit, surveys)
    voice.calls.listen(flows.runner)
    async with centre.kit.db.transaction(voice.tenant) as tx:
        inbound = await flows.editing.seed(tx, voice.queue)
    yield FlowCentre(voice, flows, media, surveys, speech, inbound)
    await centre.close()


def words(*keys: str) -> Sequence[str]:
    """The Chinese words of shipped prompts."""
    return [default_prompts()[key].zh for key in keys]
