"""A wallboard: cards that a person chose, in his order, each as wide as he likes it."""

from dataclasses import dataclass
from typing import Any

from lingting.kernel.errors import Invalid

KINDS = ("figure", "queues", "agents", "states", "waiting", "calls", "alerts", "lines")
FIGURES = (
    "waiting",
    "longest_wait",
    "ready",
    "signed_in",
    "talking",
    "in_flow",
    "offered_today",
    "answered_today",
    "abandoned_today",
    "answer_rate_hour",
    "answer_rate_today",
    "service_level_hour",
    "service_level_today",
    "abandon_rate_hour",
    "abandon_rate_today",
)
WIDTHS = (2, 3, 4, 6, 8, 12)
"""Of twelve columns."""
MOST_CARDS = 40


class CardUnfit(Invalid):
    """A card is of an unknown kind or width, or there are too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card; a figure or a list may be about one queue only."""

    kind: str
    width: int
    figure: str | None = None
    queue: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The card as it is stored."""
        return {
            "kind": self.kind,
            "width": self.width,
            "figure": self.figure,
            "queue": self.queue,
        }


@dataclass(frozen=True, slots=True)
class Wallboard:
    """Cards in order; `sound`: whether alerts with sound are heard."""

    cards: tuple[Card, ...]
    sound: bool = False


SHIPPED = Wallboard(
    (
        *(
            Card(kind="figure", figure=figure, width=2)
            for figure in (
                "waiting",
                "longest_wait",
                "ready",
                "talking",
                "answer_rate_today",
                "service_level_today",
            )
        ),
        Card(kind="queues", width=12),
        Card(kind="waiting", width=4),
        Card(kind="calls", width=4),
        Card(kind="alerts", width=4),
        Card(kind="agents", width=12),
    )
)


def fit_cards(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The same cards; raises CardUnfit."""
    if len(cards) > MOST_CARDS:
        raise CardUnfit(field="cards")
    for card in cards:
        figure = card.figure in FIGURES if card.kind == "figure" else card.figure is None
        if card.kind not in KINDS or card.width not in WIDTHS or not figure:
            raise CardUnfit(field="cards")
    return cards
