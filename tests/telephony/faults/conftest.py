"""One running product for the faults that leave it whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.faults.plant import Plant


@pytest.fixture(scope="module")
def plant() -> Iterator[Plant]:
    """The product with a company of eight agents."""
    made = Plant()
    try:
        made.start()
        yield made
    finally:
        made.stop()
