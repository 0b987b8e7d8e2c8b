"""What becomes of the sound of a call."""

import asyncio
import os
import wave
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lingting.adapters.asterisk.spool import Spool
from lingting.audit.store import Wanted
from lingting.calls.events import RecordingEnded, RecordingStarted
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import LegId, RecordingId, SessionId, TenantId, UserId
from lingting.platform.eventlog import read_call
from lingting.platform.http.auth import Principal
from lingting.recordings import checking, store, waiting
from lingting.recordings import module as recordings_module
from lingting.recordings.checking import CHECK, NotThereYet
from lingting.recordings.domain import Raw, Recording, RecordingNotReady, Sound, State
from lingting.recordings.service import RecordingService
from lingting.recordings.sound import read_sound
from lingting.recordings.waiting import ENOUGH, Looked
from support.statements import heard
from support.voice import Voice

pytestmark = pytest.mark.flow


def write(path: Path, seconds: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(4 * int(8000 * seconds)))


def listener(voice: Voice, *permissions: str, user: UUID | None = None) -> Principal:
    return Principal(
        tenant=voice.tenant,
        user=UserId(user or voice.agents[2]),
        session=SessionId(UUID(int=1)),
        account="x",
        name="x",
        permissions=frozenset(permissions),
    )


async def one_talk(voice: Voice, seconds: float = 30) -> Recording:
    """A call that was recorded; the file is not there yet."""
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    await voice.answer(voice.agents[0])
    call = voice.call().id
    await voice.run(seconds)
    await voice.hang_up(caller)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        (found,) = await store.of_call(tx, call)
    return found


@pytest.fixture
def tapes(voice: Voice, tmp_path: Path) -> RecordingService:
    voice.calls._voice.recordings = tmp_path
    centre = voice.centre
    return recordings_module.wire(centre.kit, centre.audit, centre.tenancy, spool_of(voice))


def spool_of(voice: Voice) -> Spool:
    """Where the switch records; there is room."""
    spool = Spool(voice.centre.kit.settings.sounds)
    spool.make_ready()
    return spool


async def state_of(voice: Voice, recording: Recording) -> State:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        found = await store.by_id(tx, recording.id)
        assert found is not None
        return found.state


@pytest.mark.req("REC-01", "REC-03", "REC-05", "REC-12")
async def test_a_recording_as_long_as_the_talk_is_stored_and_heard_with_a_trace(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    assert tape.state is State.ENDED
    assert tape.expected_seconds == 30
    write(tape.path, 30)
    await tapes.checking.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.STORED
    chief = listener(voice, "recordings.listen")
    opened = await tapes.open(chief, tape.id, anew=True)
    assert opened.sha256
    seconds, rows = await tapes.peaks(chief, tape.id)
    assert (seconds, len(rows), len(rows[0])) == (30.0, 2, 600)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        entries = await voice.centre.audit.newest(tx, Wanted(), 10)
    assert "recording.heard" in [entry.action for entry in entries]


async def test_a_shorter_file_is_told_as_such(voice: Voice, tapes: RecordingService) -> None:
    tape = await one_talk(voice)
    write(tape.path, 12)
    await tapes.checking.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.SHORT


async def checked(voice: Voice, recording: Recording) -> list[tuple[str, str | None]]:
    """What the contact says of its recording, one after the other."""
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        told = [row["data"] for row in await read_call(tx.conn, recording.call)]
    return [(data["state"], data["why"]) for data in told if "expected_seconds" in data]


async def test_a_file_that_does_not_come_is_told_soon_and_looked_for_two_minutes(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    tape.path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):  # at once, and a moment later
        with pytest.raises(NotThereYet):
            await tapes.checking.check(voice.tenant, str(tape.id))
        await voice.run(4)
    assert await state_of(voice, tape) is State.MISSING
    await voice.run(121)
    await tapes.checking.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "not_made")]
    with pytest.raises(RecordingNotReady):
        await tapes.open(listener(voice, "recordings.listen"), tape.id, anew=True)


async def test_a_file_that_comes_late_after_all_is_heard(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    await voice.run(4)
    with pytest.raises(NotThereYet):
        await tapes.checking.check(voice.tenant, str(tape.id))
    write(tape.path, 30)
    await tapes.checking.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "not_made"), ("stored", None)]
    assert (await tapes.open(listener(voice, "recordings.listen"), tape.id, anew=True)).sha256


async def test_the_contact_says_that_there_was_no_folder(
    voice: Voice, tapes: RecordingService, tmp_path: Path
) -> None:
    tape = await one_talk(voice)
    (tmp_path / voice.tenant.hex).touch()
    await voice.run(4)
    with pytest.raises(NotThereYet):
        await tapes.checking.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "no_folder")]


async def test_what_was_recorded_and_finds_no_place_waits_for_it(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    with spool_of(voice).raws(tape.path)[0].open("wb") as raw:
        raw.write(bytes(2 * 8000 * 30))
        await voice.run(4)
        with pytest.raises(NotThereYet):  # the switch is at it
            await tapes.checking.check(voice.tenant, str(tape.id))
        assert await state_of(voice, tape) is State.ENDED
    tape.path.mkdir()  # nothing can be put there
    for _ in range(2):
        await tapes.checking.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.WAITING
    assert await tapes.checking.waiting.look(voice.tenant) is Looked.IN_VAIN
    tape.path.rmdir()
    await voice.run(3600)
    assert await tapes.checking.waiting.look(voice.tenant) is Looked.STORED
    assert await state_of(voice, tape) is State.STORED
    assert [state for state, _ in await checked(voice, tape)] == ["waiting", "stored"]
    assert not list(spool_of(voice).folder.iterdir())


def obstruct(folder: Path) -> None:
    """Its storage is away: nothing can be put there."""
    for one in folder.iterdir():
        one.rmdir()
    folder.rmdir()
    folder.touch()


async def kept(voice: Voice, tapes: RecordingService, many: int) -> list[Recording]:
    """Talks that were recorded while their storage was away."""
    made = [await one_talk(voice) for _ in range(many)]
    for tape in made:
        tape.path.parent.mkdir(parents=True, exist_ok=True)
        spool_of(voice).raws(tape.path)[0].write_bytes(bytes(2 * 8000 * 30))
    obstruct(made[0].path.parents[1])
    await voice.run(4)
    await tapes.checking.check_ended(voice.tenant)
    assert await states(voice, made) == [State.WAITING] * many
    return made


@pytest.mark.req("REC-05")
async def test_a_storage_that_was_away_over_a_weekend_needs_nobody(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await kept(voice, tapes, 12)
    looked: list[Path] = []
    finish = Spool.finish

    def counted(spool: Spool, path: Path) -> Raw:
        looked.append(path)
        return finish(spool, path)

    monkeypatch.setattr(Spool, "finish", counted)
    await voice.run(60 * 3600)
    for _ in range(5):
        assert await tapes.checking.waiting.look(voice.tenant) is Looked.IN_VAIN
    assert len(looked) == 5 * ENOUGH, "a few of them tell how it is"
    waits = await tapes.waits()
    assert waits is not None
    assert (waits.count, waits.since) == (12, made[0].ended_at)
    made[0].path.parents[1].unlink()
    rounds = 0
    while await tapes.checking.waiting.look(voice.tenant) is not Looked.NOBODY:
        rounds += 1
    assert rounds <= 3
    assert await states(voice, made) == [State.STORED] * 12
    assert await tapes.waits() is None
    assert await jobs(voice) == []
    assert await checked(voice, made[-1]) == [("waiting", "no_folder"), ("stored", None)]


async def test_some_that_find_no_place_keep_no_other_from_its_own(
    voice: Voice, tapes: RecordingService
) -> None:
    made = await kept(voice, tapes, ENOUGH + 2)
    made[0].path.parents[1].unlink()
    for bad in made[:ENOUGH]:
        bad.path.mkdir(parents=True)
    for _ in range(2):
        await tapes.checking.waiting.look(voice.tenant)
    told = [State.WAITING] * ENOUGH + [State.STORED] * 2
    assert await states(voice, made) == told


async def test_what_waits_is_stored_by_the_worker_itself(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(waiting, "LONGEST_PAUSE", 0.1)
    (tape,) = await kept(voice, tapes, 1)
    tapes.checking.start(voice.centre.tenancy)
    await asyncio.sleep(0.5)
    assert await state_of(voice, tape) is State.WAITING
    tape.path.parents[1].unlink()
    await comes(voice, tape, State.STORED)


async def test_whatever_begins_to_wait_is_tried_soon_though_nothing_waited_before(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.05)
    tapes.checking.start(voice.centre.tenancy)
    await asyncio.sleep(0.5)  # nothing waits; the next look would be in five minutes
    (tape,) = await kept(voice, tapes, 1)
    await asyncio.sleep(0.5)
    tape.path.parents[1].unlink()
    await comes(voice, tape, State.STORED)


async def test_what_is_on_a_disk_that_does_not_answer_waits_for_it(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker was killed when all was done but to say so; then the disk fell silent."""
    tape = await one_talk(voice)
    write(tape.path, 30)

    async def silent(path: Path) -> None:
        raise TimeoutError

    await voice.run(200)
    with monkeypatch.context() as patch:
        patch.setattr(tapes.checking._shelf, "make_folder", silent)
        await tapes.checking.check_ended(voice.tenant)
        assert await tapes.checking.waiting.look(voice.tenant) is Looked.IN_VAIN
    assert await tapes.checking.waiting.look(voice.tenant) is Looked.STORED
    assert await checked(voice, tape) == [("waiting", "silent"), ("stored", None)]


@pytest.mark.req("REC-06")
async def test_an_agent_hears_his_own_recordings_and_no_others(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    write(tape.path, 30)
    await tapes.checking.check(voice.tenant, str(tape.id))
    own = listener(voice, user=voice.agents[0])
    assert (await tapes.open(own, tape.id, anew=False)).id == tape.id
    with pytest.raises(Forbidden):
        await tapes.open(listener(voice), tape.id, anew=True)


async def test_whoever_hears_of_a_recording_finds_it(voice: Voice, tapes: RecordingService) -> None:
    found: list[State] = []

    async def look(tenant: TenantId, fact: RecordingStarted | RecordingEnded) -> None:
        async with voice.centre.kit.db.transaction(tenant) as tx:
            (tape,) = await store.of_call(tx, fact.call)
        found.append(tape.state)

    for fact in (RecordingStarted, RecordingEnded):
        voice.centre.kit.bus.subscribe(fact, look)
    await one_talk(voice)
    assert found == [State.RECORDING, State.ENDED]


async def states(voice: Voice, tapes: Sequence[Recording]) -> list[State]:
    return [await state_of(voice, tape) for tape in tapes]


async def jobs(voice: Voice) -> list[tuple[str, dict[str, str]]]:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        query = "SELECT task_name, args FROM procrastinate_jobs ORDER BY id"
        return [tuple(row) for row in await tx.conn.exec_driver_sql(query)]


@pytest.mark.req("REC-05")
async def test_all_that_ended_is_checked_together(voice: Voice, tapes: RecordingService) -> None:
    made = [await one_talk(voice) for _ in range(4)]
    write(made[0].path, 30)
    write(made[1].path, 12)
    made[2].path.write_bytes(b"no sound")
    with heard(voice.centre.kit.db) as asked:
        await tapes.checking.check_ended(voice.tenant)
    assert [one[:6] for one in asked if not one.startswith("BEGIN")] == ["SELECT", "WITH a"]
    told = [State.STORED, State.SHORT, State.FAILED, State.ENDED]
    assert await states(voice, made) == told
    assert await checked(voice, made[0]) == [("stored", None)]
    assert (await tapes.open(listener(voice, "recordings.listen"), made[0].id, anew=True)).sha256
    assert await jobs(voice) == [], "the last one may still come"


async def test_who_does_not_come_within_a_moment_gets_a_job_that_looks_for_him(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    tape.path.parent.mkdir(parents=True, exist_ok=True)
    assert await tapes.checking.check_ended(voice.tenant), "soon again"
    with spool_of(voice).raws(tape.path)[1].open("wb"):  # the switch is at it
        await voice.run(4)
        assert not await tapes.checking.check_ended(voice.tenant)
        wanted = {"tenant_id": str(voice.tenant), "recording": str(tape.id)}
        assert await jobs(voice) == [(CHECK, wanted)]
        assert not await tapes.checking.check_ended(voice.tenant)
        assert len(await jobs(voice)) == 1, "it is handed over once"
    write(tape.path, 30)
    await tapes.checking.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.STORED


async def test_one_that_cannot_be_looked_at_keeps_no_other_from_being_checked(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await one_talk(voice), await one_talk(voice)
    write(bad.path, 30)
    write(good.path, 30)

    def read(path: Path) -> Sound:
        if path == bad.path:
            raise RuntimeError("a fault of ours")
        return read_sound(path)

    monkeypatch.setattr(checking, "read_sound", read)
    await tapes.checking.check_ended(voice.tenant)
    assert await states(voice, [bad, good]) == [State.ENDED, State.STORED]
    assert [args["recording"] for _, args in await jobs(voice)] == [str(bad.id)]


async def test_the_worker_checks_what_ends_and_what_was_left_open_before_it_came(
    voice: Voice, tapes: RecordingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PAUSE_SECONDS", 0.05)
    left = await one_talk(voice)
    write(left.path, 30)
    tapes.checking.start(voice.centre.tenancy)
    await comes(voice, left, State.STORED)
    later = await one_talk(voice)
    write(later.path, 30)
    await comes(voice, later, State.STORED)


async def comes(voice: Voice, tape: Recording, state: State) -> None:
    for _ in range(1000):
        if await state_of(voice, tape) is state:
            return
        await asyncio.sleep(0.02)
    pytest.fail("nobody checked it")


async def test_a_repeated_check_changes_nothing(voice: Voice, tapes: RecordingService) -> None:
    tape = await one_talk(voice)
    write(tape.path, 30)
    for _ in range(2):
        await tapes.checking.check(voice.tenant, str(tape.id))
    story = await voice.story(tape.call)
    assert story.count("recording.checked") == 1
    assert RecordingId(tape.id) == tape.id


@pytest.mark.req("SEC-02")
async def test_a_sound_that_is_nobodys_is_thrown_away_when_it_is_old(
    voice: Voice, tapes: RecordingService
) -> None:
    tape, spool = await one_talk(voice), spool_of(voice)
    message, young = (RecordingId(uuid4()) for _ in range(2))
    lost = [*spool.raws(Path(f"{uuid4()}.wav")), spool.message(LegId(uuid4()), message)]
    known = [*spool.raws(tape.path), spool.message(LegId(uuid4()), tape.id)]
    new, other = spool.message(LegId(uuid4()), young), spool.folder / "of the operator.txt"
    for one in (*lost, *known, new, other):
        one.write_bytes(b"spoken")
        if one is not new:
            os.utime(one, (0, 0))
    await tapes.sweeping.sweep(voice.centre.tenancy)
    assert all(one.exists() for one in lost), "it may be written down in this moment"
    await tapes.sweeping.sweep(voice.centre.tenancy)
    assert sorted(spool.folder.iterdir()) == sorted([*known, new, other])
