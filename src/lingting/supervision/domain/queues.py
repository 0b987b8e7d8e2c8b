"""A queue's row."""

from collections.abc import Iterable
from typing import Any

from lingting.acd.domain.views import QueueView
from lingting.kernel.instants import instant
from lingting.supervision.domain.alerts import Reading
from lingting.supervision.domain.figures import RATES, QueueFigures, figures_state, percent
from lingting.supervision.domain.measures import LEAST_OFFERED, MEASURES, Measure, Thresholds


def queue_state(
    view: QueueView, hour: QueueFigures, today: QueueFigures, thresholds: Thresholds
) -> dict[str, Any]:
    """The row: now, this hour, today, and the rates that are aimed at."""
    members = view.members
    signed_in = sum(members.values()) - members.get("signed_out", 0)
    return {
        "name": view.name,
        "enabled": view.enabled,
        "waiting": view.waiting,
        "ringing": view.offered,
        "longest_since": instant(view.oldest_at),
        "signed_in": signed_in,
        "ready": members.get("ready", 0),
        "engaged": members.get("engaged", 0),
        "availability": view.availability.value,
        "expected_seconds": view.estimated_seconds,
        "target_seconds": view.service_target_seconds,
        "hour": figures_state(hour),
        "today": figures_state(today),
        "targets": _targets(view, thresholds),
    }


def queue_readings(view: QueueView, hour: QueueFigures, today: QueueFigures) -> Iterable[Reading]:
    """What is watched of a queue; one that is switched off is not watched."""
    if not view.enabled:
        return
    yield Reading(MEASURES["waiting"], view.id, view.waiting)
    if view.oldest_at is not None:
        yield Reading(MEASURES["longest_wait"], view.id, began_at=view.oldest_at)
    yield Reading(MEASURES["ready"], view.id, view.members.get("ready", 0))
    for name, figures in (("hour", hour), ("today", today)):
        if figures.offered < LEAST_OFFERED:
            continue
        for rate in RATES:
            value = percent(getattr(figures, rate))
            if value is not None:
                yield Reading(_rate(rate, name), view.id, value)


def _rate(rate: str, stretch: str) -> Measure:
    return MEASURES[f"{rate}_{stretch}"]


def _targets(view: QueueView, thresholds: Thresholds) -> dict[str, int | None]:
    found = {rate: thresholds.of(_rate(rate, "today"), view.id).warning for rate in RATES}
    return {rate: limit for rate, limit in found.items() if limit is not None}
