"""Why a leg ended: Q.850 and SIP in our words, and our words as Q.850."""

from __future__ import annotations

from lingting.calls.ports import GoneCause, HungUpBy

_BY_SIP = {
    403: GoneCause.REJECTED,
    404: GoneCause.INVALID_NUMBER,
    408: GoneCause.UNREACHABLE,
    410: GoneCause.INVALID_NUMBER,
    480: GoneCause.UNREACHABLE,
    484: GoneCause.INVALID_NUMBER,
    486: GoneCause.BUSY,
    487: GoneCause.NO_ANSWER,
    488: GoneCause.FAILED,
    503: GoneCause.CONGESTION,
    600: GoneCause.BUSY,
    603: GoneCause.REJECTED,
    604: GoneCause.INVALID_NUMBER,
}
_BY_Q850 = {
    1: GoneCause.INVALID_NUMBER,
    3: GoneCause.UNREACHABLE,
    17: GoneCause.BUSY,
    18: GoneCause.NO_ANSWER,
    19: GoneCause.NO_ANSWER,
    20: GoneCause.UNREACHABLE,
    21: GoneCause.REJECTED,
    22: GoneCause.INVALID_NUMBER,
    27: GoneCause.UNREACHABLE,
    28: GoneCause.INVALID_NUMBER,
    34: GoneCause.CONGESTION,
    38: GoneCause.UNREACHABLE,
    41: GoneCause.CONGESTION,
    42: GoneCause.CONGESTION,
}
_TO_Q850 = {
    GoneCause.HUNG_UP: 16,
    GoneCause.BUSY: 17,
    GoneCause.NO_ANSWER: 19,
    GoneCause.REJECTED: 21,
    GoneCause.UNREACHABLE: 20,
    GoneCause.INVALID_NUMBER: 1,
    GoneCause.CONGESTION: 34,
    GoneCause.MEDIA_LOST: 44,
    GoneCause.FAILED: 38,
}
_MEDIA_LOST = 44
_NORMAL = frozenset({0, 16, 31, 127})


def cause_code(cause: GoneCause) -> int:
    """The Q.850 code that Asterisk turns into the right SIP answer."""
    return _TO_Q850[cause]


def cause_of_failed_dial(q850: int, sip: int, *, to_phone: bool) -> tuple[GoneCause, HungUpBy]:
    """Why a leg that we dialled was never answered.

    A browser's phone that rejects a call sends 480, which elsewhere means switched off.
    """
    if to_phone and sip == 480:
        return GoneCause.REJECTED, HungUpBy.FAR_END
    if q850 in _NORMAL and not sip:
        return GoneCause.UNREACHABLE, HungUpBy.NETWORK
    cause = _BY_SIP.get(sip) or _BY_Q850.get(q850, GoneCause.FAILED)
    told = cause in (GoneCause.BUSY, GoneCause.REJECTED, GoneCause.NO_ANSWER)
    return cause, HungUpBy.FAR_END if told else HungUpBy.NETWORK


def cause_of_ended_leg(q850: int, *, asked_by_far_end: bool) -> tuple[GoneCause, HungUpBy]:
    """Why a leg that was up, or a caller that was not answered yet, ended without our doing."""
    if asked_by_far_end:
        return GoneCause.HUNG_UP, HungUpBy.FAR_END
    if q850 == _MEDIA_LOST:
        return GoneCause.MEDIA_LOST, HungUpBy.NETWORK
    if q850 in _NORMAL:
        return GoneCause.HUNG_UP, HungUpBy.NETWORK
    return _BY_Q850.get(q850, GoneCause.FAILED), HungUpBy.NETWORK
