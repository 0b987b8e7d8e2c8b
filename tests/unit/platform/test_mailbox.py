"""One company's inputs are applied one after another; companies do not wait for each other."""

import asyncio
from uuid import UUID

import pytest

from lingting.kernel.ids import TenantId
from lingting.platform.mailbox import Mailboxes
from lingting.platform.supervisor import TaskSupervisor

pytestmark = pytest.mark.unit

ONE, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=2))


@pytest.fixture
def supervisor() -> TaskSupervisor:
    return TaskSupervisor()


@pytest.fixture
def mailboxes(supervisor: TaskSupervisor) -> Mailboxes:
    return Mailboxes(supervisor)


async def test_turns_of_a_company_never_overlap_and_keep_their_order(
    mailboxes: Mailboxes, supervisor: TaskSupervisor
) -> None:
    told: list[str] = []

    def turn(name: str, pauses: int):
        async def run() -> None:
            told.append(f"{name} begins")
            for _ in range(pauses):
                await asyncio.sleep(0)
            told.append(f"{name} ends")

        return run

    for place, name in enumerate("abc"):
        mailboxes.post(ONE, turn(name, 3 - place), name)
    await supervisor.settle()
    assert told == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_a_company_does_not_wait_for_another(mailboxes: Mailboxes) -> None:
    gate = asyncio.Event()

    async def wait() -> str:
        await gate.wait()
        return "waited"

    async def open_gate() -> None:
        gate.set()

    waiting, _ = await asyncio.gather(mailboxes.run(ONE, wait), mailboxes.run(OTHER, open_gate))
    assert waiting == "waited"


async def test_a_turn_inside_a_turn_is_part_of_it(mailboxes: Mailboxes) -> None:
    async def inner() -> int:
        return 42

    async def outer() -> int:
        return await mailboxes.run(ONE, inner)

    assert await mailboxes.run(ONE, outer) == 42


async def test_a_turn_that_fails_lets_the_next_one_in(mailboxes: Mailboxes) -> None:
    async def fail() -> None:
        raise ValueError("as a test wants")

    async def fine() -> str:
        return "fine"

    with pytest.raises(ValueError, match="as a test wants"):
        await mailboxes.run(ONE, fail)
    assert await mailboxes.run(ONE, fine) == "fine"
