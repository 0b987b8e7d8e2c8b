"""What is beyond its limits, and since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lingting.kernel.instants import instant
from lingting.supervision.domain.measures import MEASURES, Level, Limits, Measure, Scope, Thresholds


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure of a queue, agent or company now: a value, or for durations when they began."""

    measure: Measure
    subject: UUID
    value: float = 0.0
    began_at: datetime | None = None

    @property
    def key(self) -> "Key":
        return (self.measure.key, self.subject)

    def at(self, now: datetime) -> float:
        """The value at `now`."""
        if self.began_at is None:
            return self.value
        return (now - self.began_at).total_seconds()

    def crossed_at(self, limits: Limits, now: datetime) -> datetime:
        """When the first limit was passed, as far as the reading tells."""
        known = [one for one in (limits.warning, limits.alarm) if one is not None]
        if self.began_at is None or not known:
            return now
        return min(self.began_at + timedelta(seconds=min(known)), now)


Key = tuple[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something beyond its limits, from `since` until it is over."""

    measure: str
    subject: UUID
    level: Level
    since: datetime
    value: int | None = None
    began_at: datetime | None = None
    sound: bool = False

    @property
    def key(self) -> Key:
        return (self.measure, self.subject)


@dataclass(frozen=True, slots=True)
class Judged:
    """The alerts that are open now, what changed, and when time alone may change it next."""

    open: Mapping[Key, Alert]
    raised: list[Alert] = field(default_factory=list[Alert])
    changed: list[Alert] = field(default_factory=list[Alert])
    over: list[Alert] = field(default_factory=list[Alert])
    next_at: datetime | None = None


def judge(
    readings: Iterable[Reading],
    thresholds: Thresholds,
    before: Mapping[Key, Alert],
    now: datetime,
) -> Judged:
    """Compares what is read now with the alerts that were open before.

    A queue's or company's alert lives as long as it is beyond, whoever waits; an agent's alert is
    about one stretch of one state, so the next stretch is another alert.
    """
    judged = Judged({})
    due: list[datetime] = []
    found: dict[Key, Alert] = {}
    for reading in readings:
        limits = _limits(thresholds, reading)
        due += _crossings(reading, limits, now)
        level = reading.measure.level(reading.at(now), limits)
        if level is not None:
            found[reading.key] = _alert(reading, level, limits, now)
    for key, alert in found.items():
        old = before.get(key)
        if old is not None and _goes_on(old, alert):
            found[key] = kept = replace(alert, since=old.since)
            if kept.level is not old.level:
                judged.changed.append(kept)
            continue
        if old is not None:
            judged.over.append(old)
        judged.raised.append(alert)
    judged.over.extend(old for key, old in before.items() if key not in found)
    return replace(judged, open=found, next_at=min(due, default=None))


def alert_state(alert: Alert) -> dict[str, Any]:
    """The alert as it travels; a duration ticks from `began_at`."""
    return {
        "measure": alert.measure,
        "subject": str(alert.subject),
        "level": alert.level.value,
        "since": instant(alert.since),
        "value": alert.value,
        "began_at": instant(alert.began_at),
        "sound": alert.sound,
    }


def _limits(thresholds: Thresholds, reading: Reading) -> Limits:
    of_queue = reading.subject if reading.measure.scope is Scope.QUEUE else None
    return thresholds.of(reading.measure, of_queue)


def _alert(reading: Reading, level: Level, limits: Limits, now: datetime) -> Alert:
    ticks = reading.began_at is not None
    return Alert(
        measure=reading.measure.key,
        subject=reading.subject,
        level=level,
        since=reading.crossed_at(limits, now),
        value=None if ticks else int(reading.value),
        began_at=reading.began_at,
        sound=limits.sound,
    )


def _goes_on(old: Alert, new: Alert) -> bool:
    of_agent = MEASURES[new.measure].scope is Scope.AGENT
    return not of_agent or old.began_at == new.began_at


def _crossings(reading: Reading, limits: Limits, now: datetime) -> list[datetime]:
    if reading.began_at is None:
        return []
    instants = [
        reading.began_at + timedelta(seconds=one)
        for one in (limits.warning, limits.alarm)
        if one is not None
    ]
    return [at for at in instants if at > now]
