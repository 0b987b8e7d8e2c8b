"""A wallboard holds known cards of known widths."""

import pytest

from lingting.supervision.domain.cards import (
    FIGURES,
    KINDS,
    MOST_CARDS,
    SHIPPED,
    WIDTHS,
    Card,
    CardUnfit,
    fit_cards,
)

pytestmark = pytest.mark.unit


def test_the_shipped_wallboard_is_fit() -> None:
    assert fit_cards(SHIPPED.cards) == SHIPPED.cards


@pytest.mark.parametrize(
    "card",
    [
        Card(kind="weather", width=4),
        Card(kind="queues", width=5),
        Card(kind="figure", width=2),
        Card(kind="figure", width=2, figure="weather"),
        Card(kind="queues", width=12, figure="waiting"),
    ],
)
def test_an_unknown_card_is_refused(card: Card) -> None:
    with pytest.raises(CardUnfit):
        fit_cards((card,))


def test_every_kind_of_card_can_be_chosen() -> None:
    for kind in KINDS:
        figure = FIGURES[0] if kind == "figure" else None
        fit_cards((Card(kind=kind, width=WIDTHS[0], figure=figure),))


def test_there_is_an_end_to_the_number_of_cards() -> None:
    with pytest.raises(CardUnfit):
        fit_cards(tuple(Card(kind="calls", width=12) for _ in range(MOST_CARDS + 1)))
