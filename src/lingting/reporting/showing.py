"""A call of the log as one reader sees it."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.kernel.discretion import shown_phone, shown_text
from lingting.kernel.phone import PhoneNumber, masked, region_name
from lingting.reporting.domain.wanted import IN_PROGRESS, Cursor
from lingting.reporting.errors import CursorUnfit
from lingting.reporting.reader import Reader
from lingting.reporting.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands beside the rows of a page."""

    reader: Reader
    region: str
    legs: Mapping[UUID, Sequence[Row]]
    ratings: Mapping[UUID, Row]
    names: Mapping[str, str]

    def named(self, thing: UUID | None) -> dict[str, Any] | None:
        """A thing with its name."""
        return None if thing is None else {"id": thing, "name": self.names.get(str(thing))}


_SAME = (
    "id",
    "direction",
    "state",
    "connected_at",
    "ended_at",
    "wait_seconds",
    "talk_seconds",
    "transfers",
)


def row_out(row: Row, shown: Shown) -> dict[str, Any]:
    """The fields of `CallOut`."""
    rated = shown.ratings.get(row["id"])
    return {key: row[key] for key in _SAME} | {
        "at": row["began_at"],
        "caller": _caller(row, shown),
        "called": _called(row, shown),
        "queue": shown.named(row["queue"]),
        "agents": _agents(row, shown),
        "outcome": row["outcome"] or IN_PROGRESS,
        "outcome_step": row["step"] if row["outcome"] else None,
        "hung_up_by": row["hung_up_by"],
        "rating": score_of(rated),
        "has_recording": _has_recording(row, shown),
    }


def score_of(rated: Row | None) -> dict[str, Any] | None:
    """The fields of `ScoreOut` from the fact that tells of a rating."""
    if rated is None:
        return None
    data = rated["data"]
    label = {"zh": data.get("label_zh") or "", "en": data.get("label_en") or ""}
    return {"score": data.get("score") or 0, "label": label}


def encode_cursor(cursor: Cursor) -> str:
    """The place as a text that a client keeps without reading it."""
    plain = f"{cursor.began_at.isoformat()} {cursor.call}"
    return base64.urlsafe_b64encode(plain.encode()).decode()


def decode_cursor(text: str) -> Cursor:
    """The place again; raises CursorUnfit."""
    try:
        at, _, call = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
        began_at = datetime.fromisoformat(at)
        if began_at.tzinfo is None:
            raise CursorUnfit()
        return Cursor(began_at, UUID(call))
    except (ValueError, binascii.Error):
        raise CursorUnfit() from None


def _caller(row: Row, shown: Shown) -> dict[str, Any]:
    number = PhoneNumber(row["caller_raw"], row["caller_e164"], row["caller_shown"])
    see = shown.reader.see_numbers
    chinese = shown.reader.language == "zh-CN"
    return {
        "number": number.raw if see and not number.is_anonymous else None,
        "shown": shown_phone(number, see_numbers=see),
        "region": region_name(number, "zh" if chinese else "en"),
        "name": _customer(row, shown),
        "customer_id": row["customer"],
        "anonymous": number.is_anonymous,
    }


def _customer(row: Row, shown: Shown) -> str | None:
    name = shown.names.get(str(row["customer"]))
    return shown_text(name, see_numbers=shown.reader.see_numbers) if name else None


def _called(row: Row, shown: Shown) -> str:
    """The company's own number; of an outbound call the customer's, which may be hidden."""
    if row["direction"] == "in" or shown.reader.see_numbers:
        return row["called"]
    return masked(row["called"])


def _agents(row: Row, shown: Shown) -> list[dict[str, Any]]:
    """Each agent once, in the order in which the call came to them.

    A ring that goes on is not missed yet, and nobody misses a call that he makes himself.
    """
    found: dict[UUID, list[Row]] = {}
    for leg in shown.legs.get(row["id"], ()):
        if leg["agent"] is not None:
            found.setdefault(leg["agent"], []).append(leg)
    return [_agent(row, shown, agent, legs) for agent, legs in found.items()]


def _agent(row: Row, shown: Shown, agent: UUID, legs: Sequence[Row]) -> dict[str, Any]:
    answered = any(leg["joined_at"] for leg in legs)
    rang = row["direction"] == "in" and all(leg["ended_at"] for leg in legs)
    name = shown.names.get(str(agent))
    return {"id": agent, "name": name, "answered": answered, "missed": rang and not answered}


def _has_recording(row: Row, shown: Shown) -> bool:
    legs = shown.legs.get(row["id"], ())
    return row["left_message"] or any(leg["recording"] and leg["answered_at"] for leg in legs)
