"""An application that hears nothing any more is noticed, in pulses of ours."""

import pytest

from lingting.adapters.asterisk.hearing import MOST_UNHEARD, Hearing

pytestmark = pytest.mark.unit


def test_an_application_that_is_heard_after_each_pulse_is_never_deaf() -> None:
    hearing = Hearing(["calls", "phones"])
    for _ in range(3 * MOST_UNHEARD):
        assert hearing.pulse() == []
        hearing.heard("calls")
        hearing.heard("phones")


def test_the_one_of_two_that_hears_nothing_is_named() -> None:
    hearing = Hearing(["calls", "phones"])
    for _ in range(MOST_UNHEARD):
        assert hearing.pulse() == []
        hearing.heard("calls")
    assert hearing.pulse() == ["phones"]


def test_any_event_counts_and_begins_the_count_anew() -> None:
    hearing = Hearing(["calls"])
    for _ in range(MOST_UNHEARD):
        hearing.pulse()
    hearing.heard("calls")
    assert [hearing.pulse() for _ in range(MOST_UNHEARD)] == [[]] * MOST_UNHEARD
    assert hearing.pulse() == ["calls"]


def test_it_is_whole_once_each_application_was_heard() -> None:
    hearing = Hearing(["calls", "phones"])
    hearing.heard("calls")
    hearing.heard("someone else's")
    hearing.heard(None)
    assert not hearing.whole
    hearing.heard("phones")
    assert hearing.whole
