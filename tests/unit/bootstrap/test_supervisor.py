"""A part that dies comes back, later each time; all parts stop in reverse."""

from __future__ import annotations

import pytest

from lingting.main.supervise import FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS, Supervisor

pytestmark = pytest.mark.unit


class Story:
    """What was told and done, in order, and a clock that the test moves."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.now = 0.0

    def starting(self, part: str) -> None:
        self.lines.append(f"starting {part}")

    def started(self, part: str) -> None:
        """Told by the part's own state."""

    def stopping(self, part: str) -> None:
        self.lines.append(f"stopping {part}")

    def died(self, part: str, pause: float) -> None:
        self.lines.append(f"{part} died, {pause:.0f} s")

    def back(self, part: str) -> None:
        self.lines.append(f"{part} back")


class FragilePart:
    """A part that the test breaks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.running = False
        self.refuses = False

    def start(self) -> None:
        if self.refuses:
            raise OSError("no")
        self.running = True

    def stop(self) -> None:
        self.running = False


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def supervisor(story: Story) -> Supervisor:
    return Supervisor(story, clock=lambda: story.now)


def test_parts_stop_in_the_reverse_of_their_start(story: Story, supervisor: Supervisor) -> None:
    for name in ("one", "two"):
        supervisor.start(FragilePart(name))
    supervisor.stop()
    assert story.lines == ["starting one", "starting two", "stopping two", "stopping one"]


def test_a_dead_part_is_back_at_once(story: Story, supervisor: Supervisor) -> None:
    part = FragilePart("one")
    supervisor.start(part)
    part.running = False
    supervisor.look()
    assert part.running
    assert story.lines[1:] == ["one died, 0 s", "one back"]


def test_a_part_that_dies_again_soon_is_back_after_a_pause(
    story: Story, supervisor: Supervisor
) -> None:
    part = FragilePart("one")
    supervisor.start(part)
    part.running = False
    supervisor.look()
    part.running = False
    supervisor.look()
    assert not part.running
    story.now += FIRST_PAUSE
    supervisor.look()
    assert part.running
    assert story.lines[-2:] == ["one died, 1 s", "one back"]


def test_a_part_that_keeps_dying_is_started_less_and_less_often(
    story: Story, supervisor: Supervisor
) -> None:
    part = FragilePart("one")
    supervisor.start(part)
    part.running, part.refuses = False, True
    for _ in range(600):
        supervisor.look()
        story.now += 0.5
    pauses = [float(line.split()[-2]) for line in story.lines if "died" in line]
    assert pauses[:7] == [0, 1, 2, 4, 8, 16, 30]
    assert max(pauses) == LONGEST_PAUSE


def test_a_long_life_forgives_early_deaths(story: Story, supervisor: Supervisor) -> None:
    part = FragilePart("one")
    supervisor.start(part)
    for _ in range(3):
        part.running = False
        supervisor.look()
        story.now += LONGEST_PAUSE
        supervisor.look()
    story.now += STEADY_SECONDS
    part.running = False
    supervisor.look()
    assert story.lines[-2:] == ["one died, 0 s", "one back"]


def test_a_part_that_cannot_start_at_first_is_the_callers_problem(supervisor: Supervisor) -> None:
    part = FragilePart("one")
    part.refuses = True
    with pytest.raises(OSError, match="no"):
        supervisor.start(part)


def test_one_part_may_be_ended_halted_and_started_anew(
    story: Story, supervisor: Supervisor
) -> None:
    one, two = FragilePart("one"), FragilePart("two")
    supervisor.start(one)
    supervisor.start(two)
    supervisor.end("two")
    assert not two.running
    assert supervisor.names() == ["one"]
    supervisor.halt("one")
    assert not one.running
    supervisor.restart("one")
    assert one.running
    supervisor.look()
    assert story.lines[-2:] == ["stopping one", "starting one"]
