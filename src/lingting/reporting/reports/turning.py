"""Turning the pages of a list of contacts: the place of its last row, as the address carries it."""

import base64
import binascii
from dataclasses import replace
from datetime import datetime

from lingting.reporting.domain.asking import After, Ask
from lingting.reporting.errors import CursorUnfit


def turned(ask: Ask, cursor: str | None, limit: int) -> Ask:
    """The question for one page of a list; other reports have no pages. Raises CursorUnfit."""
    if not ask.report.is_list:
        return ask
    return replace(ask, after=decode(cursor) if cursor else None, page=limit)


def encode(after: After) -> str:
    """A place as text."""
    return base64.urlsafe_b64encode(f"{after.at.isoformat()} {after.row}".encode()).decode()


def decode(text: str) -> After:
    """The place again; raises CursorUnfit."""
    try:
        at, _, row = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
        found = datetime.fromisoformat(at)
    except (ValueError, binascii.Error):
        raise CursorUnfit() from None
    if found.tzinfo is None or not row or "\0" in row:
        raise CursorUnfit()
    return After(found, row)
