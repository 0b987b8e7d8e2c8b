"""Which keys are legal when."""

import pytest

from lingting.acd.domain.states import Presence, SignIn, Work
from lingting.desktop.domain import actions_of, step_of
from lingting.desktop.following import queue_pause

pytestmark = pytest.mark.unit

IN = SignIn.SIGNED_IN


@pytest.mark.req("STATE-01")
def test_before_signing_in_one_can_only_sign_in_or_log_out() -> None:
    found = actions_of(SignIn.LOGGED_IN, Presence.BUSY, Work.FREE, reachable=False)
    assert found == ["sign_in", "log_out"]
    assert actions_of(SignIn.LOGGED_OUT, Presence.OFFLINE, Work.FREE, reachable=False) == []


@pytest.mark.req("STATE-05")
@pytest.mark.parametrize(
    ("presence", "work", "may"),
    [
        (Presence.BUSY, Work.FREE, True),
        (Presence.IDLE, Work.FREE, False),
        (Presence.BUSY, Work.ENGAGED, False),
        (Presence.DO_NOT_DISTURB, Work.FREE, False),
    ],
)
def test_logging_out_needs_the_busy_state(presence: Presence, work: Work, may: bool) -> None:
    assert ("log_out" in actions_of(IN, presence, work, reachable=True)) is may


def test_dialling_needs_a_phone_that_is_reachable() -> None:
    assert "dial" in actions_of(IN, Presence.BUSY, Work.FREE, reachable=True)
    assert "dial" not in actions_of(IN, Presence.BUSY, Work.FREE, reachable=False)
    assert "dial" not in actions_of(IN, Presence.BUSY, Work.OFFERED, reachable=True)


@pytest.mark.req("FLOW-17")
def test_the_path_is_told_in_both_languages() -> None:
    step = step_of("work_item.queued", {"queue": "q"}, {"q": "客户服务"})
    assert step is not None
    assert (step.kind, step.zh, step.en) == ("queue", "排队 客户服务", "Queued in 客户服务")
    assert step_of("call.muted", {}, {}) is None


@pytest.mark.parametrize(("pages", "seconds"), [(0, 1), (100, 1), (200, 2), (500, 3)])
def test_figures_of_queues_come_each_second_and_less_often_to_hundreds(
    pages: int, seconds: float
) -> None:
    assert queue_pause(pages) == seconds
