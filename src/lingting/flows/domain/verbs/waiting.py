"""What a waiting caller is told: how many are ahead, how long he waited and still may wait."""

from __future__ import annotations

from lingting.flows.domain.inputs import QueueKnown
from lingting.media.domain.sounds import Language, Prompt, Sound, Words
from lingting.media.domain.speaking import say


def announcement(
    known: QueueKnown, language: Language, position: bool, wait: bool
) -> tuple[Sound, ...]:
    """The sounds of one announcement; empty when nothing is known."""
    sounds: list[Sound] = []
    if position and known.ahead is not None:
        sounds += _ahead(known.ahead, language)
    if wait and known.waited is not None:
        sounds += [Prompt("queue-waited"), *_duration(known.waited, language)]
    if wait and known.estimate is not None:
        sounds += [Prompt("queue-estimate"), *_duration(known.estimate, language)]
    return tuple(sounds)


def _ahead(ahead: int, language: Language) -> list[Sound]:
    if ahead == 0:
        return [Prompt("queue-next")]
    if ahead == 1:
        return [Prompt("queue-one-ahead")]
    number = Words(say("quantity", str(ahead), language))
    return [Prompt("queue-ahead-before"), number, Prompt("queue-ahead-after")]


def _duration(seconds: float, language: Language) -> list[Sound]:
    """Whole minutes from one minute on, else seconds rounded up to ten."""
    if seconds < 60:
        tens = max(10, -(-int(seconds) // 10) * 10)
        if tens < 60:
            return [Words(say("quantity", str(tens), language)), Prompt("unit-seconds")]
    minutes = max(1, round(seconds / 60))
    unit = "unit-minute" if minutes == 1 else "unit-minutes"
    return [Words(say("quantity", str(minutes), language)), Prompt(unit)]
