"""What becomes of the sound of a call."""

import shutil
import wave
from pathlib import Path
from uuid import UUID

import pytest

from lingting.adapters.asterisk.recorder import finish
from lingting.audit.store import Wanted
from lingting.calls.events import RecordingEnded, RecordingStarted
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import RecordingId, SessionId, TenantId, UserId
from lingting.platform.eventlog import read_call
from lingting.platform.http.auth import Principal
from lingting.recordings import module as recordings_module
from lingting.recordings import store
from lingting.recordings.domain import Recording, RecordingNotReady, State
from lingting.recordings.service import CHECK, NotThereYet, RecordingService
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
    return recordings_module.wire(voice.centre.kit, voice.centre.audit, finish)


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
    await tapes.check(voice.tenant, str(tape.id))
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
    await tapes.check(voice.tenant, str(tape.id))
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
            await tapes.check(voice.tenant, str(tape.id))
        await voice.run(4)
    assert await state_of(voice, tape) is State.MISSING
    await voice.run(121)
    await tapes.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "not_made")]
    with pytest.raises(RecordingNotReady):
        await tapes.open(listener(voice, "recordings.listen"), tape.id, anew=True)


async def test_a_file_that_comes_late_after_all_is_heard(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    await voice.run(4)
    with pytest.raises(NotThereYet):
        await tapes.check(voice.tenant, str(tape.id))
    write(tape.path, 30)
    await tapes.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "not_made"), ("stored", None)]
    assert (await tapes.open(listener(voice, "recordings.listen"), tape.id, anew=True)).sha256


async def test_the_contact_says_that_there_was_no_folder(
    voice: Voice, tapes: RecordingService, tmp_path: Path
) -> None:
    tape = await one_talk(voice)
    shutil.rmtree(tmp_path / voice.tenant.hex)
    (tmp_path / voice.tenant.hex).touch()
    await voice.run(4)
    with pytest.raises(NotThereYet):
        await tapes.check(voice.tenant, str(tape.id))
    assert await checked(voice, tape) == [("missing", "no_folder")]


async def test_what_the_switch_had_no_room_to_finish_is_finished_later(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    tape.path.parent.mkdir(parents=True, exist_ok=True)
    with tape.path.with_suffix(".heard.raw").open("wb") as raw:
        raw.write(bytes(2 * 8000 * 30))
        await voice.run(4)
        with pytest.raises(NotThereYet):  # the switch is at it
            await tapes.check(voice.tenant, str(tape.id))
        assert await state_of(voice, tape) is State.ENDED
    tape.path.mkdir()  # nothing can be put there
    with pytest.raises(NotThereYet):
        await tapes.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.MISSING
    tape.path.rmdir()
    await voice.run(3600)
    await tapes.check(voice.tenant, str(tape.id))
    assert await state_of(voice, tape) is State.STORED
    assert [one.name for one in tape.path.parent.iterdir()] == [tape.path.name]


@pytest.mark.req("REC-06")
async def test_an_agent_hears_his_own_recordings_and_no_others(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    write(tape.path, 30)
    await tapes.check(voice.tenant, str(tape.id))
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


async def test_what_a_worker_left_open_is_checked_after_the_next_start(
    voice: Voice, tapes: RecordingService
) -> None:
    tape = await one_talk(voice)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await tx.conn.exec_driver_sql("DELETE FROM procrastinate_jobs")
    await tapes.take_up(voice.tenant)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        jobs = await tx.conn.exec_driver_sql("SELECT task_name, args FROM procrastinate_jobs")
    wanted = {"tenant_id": str(voice.tenant), "recording": str(tape.id)}
    assert jobs.all() == [(CHECK, wanted)]


async def test_a_repeated_check_changes_nothing(voice: Voice, tapes: RecordingService) -> None:
    tape = await one_talk(voice)
    write(tape.path, 30)
    for _ in range(2):
        await tapes.check(voice.tenant, str(tape.id))
    story = await voice.story(tape.call)
    assert story.count("recording.checked") == 1
    assert RecordingId(tape.id) == tape.id
