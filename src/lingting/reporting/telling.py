"""The whole story of a call as one reader sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from lingting.kernel.discretion import shown_text
from lingting.reporting.domain.chapters import Story
from lingting.reporting.domain.decisions import Decision
from lingting.reporting.domain.discretion import shown_number, told
from lingting.reporting.domain.fact import Fact
from lingting.reporting.schemas import (
    ChapterOut,
    DecisionOut,
    LegOut,
    MomentOut,
    NoteOut,
    RingOut,
    StoryOut,
    StoryRatingOut,
    StoryRecordingOut,
    TotalsOut,
)
from lingting.reporting.showing import Shown, row_out, score_of
from lingting.reporting.store import Row

AUDIBLE = frozenset({"stored", "short"})
ABSENT = frozenset({"waiting", "missing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that was read about one call."""

    row: Row
    shown: Shown
    facts: Sequence[Fact]
    story: Story
    decisions: Sequence[Decision]
    notes: Sequence[Row]
    states: Mapping[UUID, str]

    @property
    def legs(self) -> Sequence[Row]:
        """The call's lines."""
        return self.shown.legs.get(self.row["id"], ())

    def mentioned(self) -> list[Any]:
        """Where ids stand that the reader wants names for."""
        return [
            [dict(fact.data) for fact in self.facts],
            [leg["agent"] for leg in self.legs],
            [note["agent"] for note in self.notes],
        ]


def story_out(told: Told, names: dict[str, str]) -> StoryOut:
    """The answer of `GET /api/calls/{id}`."""
    row = told.row
    same = ("answered_at", "language")
    see = told.shown.reader.see_numbers
    return StoryOut(
        **row_out(row, told.shown),
        **{key: row[key] for key in same},
        data={key: shown_text(text, see_numbers=see) for key, text in row["data"].items()},
        legs=[_leg(leg, told.shown) for leg in told.legs],
        chapters=[ChapterOut(**_plain(one)) for one in told.story.chapters],
        rings=[RingOut(**_plain(one)) for one in told.story.rings],
        totals=TotalsOut(**asdict(told.story.totals)),
        timeline=_timeline(told),
        decisions=[DecisionOut(**_plain(one)) for one in told.decisions],
        recordings=list(_recordings(told)),
        messages=list(_messages(told)),
        rated=_rated(told),
        notes=[NoteOut(**_note(note, see)) for note in told.notes],
        names={key: shown_text(name, see_numbers=see) for key, name in names.items()},
    )


def _plain(value: Any) -> dict[str, Any]:
    """A dataclass as a mapping, its enums as their words."""
    return {key: getattr(one, "value", one) for key, one in asdict(value).items()}


def _timeline(given: Told) -> list[MomentOut]:
    see, region = given.shown.reader.see_numbers, given.shown.region
    return [
        MomentOut(
            seq=fact.seq,
            at=fact.at,
            name=fact.name,
            data=told(fact, see_numbers=see, region=region),
        )
        for fact in given.facts
    ]


def _leg(leg: Row, shown: Shown) -> LegOut:
    see = shown.reader.see_numbers
    number = shown_number(leg["number"], see_numbers=see, region=shown.region)
    return LegOut(**{**{key: leg[key] for key in LegOut.model_fields}, "number": number})


def _note(note: Row, see: bool) -> dict[str, Any]:
    text = shown_text(note["text"], see_numbers=see)
    what = note["disposition"]
    return {
        "agent": note["agent"],
        "text": text,
        "disposition": shown_text(what, see_numbers=see) if what else what,
        "at": note["saved_at"],
    }


def _recordings(told: Told) -> Iterable[StoryRecordingOut]:
    """One recording per agent's line (REC-03), in the order of the lines."""
    lengths = {fact.text("recording"): fact for fact in told.facts if fact.name == _ENDED}
    for leg in told.legs:
        if leg["recording"] is None or leg["answered_at"] is None:
            continue
        ended = lengths.get(str(leg["recording"]))
        yield _recording(
            told,
            leg["recording"],
            kind="call",
            leg=leg["id"],
            agent=leg["agent"],
            at=leg["answered_at"],
            seconds=ended.number("seconds") if ended else None,
        )


def _messages(told: Told) -> Iterable[StoryRecordingOut]:
    """The messages that the caller left (留言)."""
    for fact in told.facts:
        if fact.name == "message.kept":
            yield _recording(
                told,
                UUID(fact.text("recording")),
                kind="message",
                leg=None,
                agent=None,
                at=fact.at - timedelta(seconds=fact.number("seconds")),
                seconds=fact.number("seconds"),
            )


def _recording(told: Told, recording: UUID, **about: Any) -> StoryRecordingOut:
    # Its end is told in the transaction that writes its row: without a row no sound will come.
    unknown = "recording" if about["seconds"] is None else "erased"
    state = told.states.get(recording, unknown)
    audible = told.shown.reader.may_hear(about["agent"]) and state in AUDIBLE
    return StoryRecordingOut(
        id=recording,
        state=state,
        why=_why(told, recording) if state in ABSENT else None,
        audio_url=f"/api/recordings/{recording}/audio" if audible else None,
        peaks_url=f"/api/recordings/{recording}/peaks" if audible else None,
        **about,
    )


def _why(told: Told, recording: UUID) -> str | None:
    """What its last check said."""
    checks = [
        fact.text("why")
        for fact in told.facts
        if fact.name == _CHECKED and fact.text("recording") == str(recording)
    ]
    return checks[-1] if checks else None


def _rated(told: Told) -> StoryRatingOut | None:
    rated = told.shown.ratings.get(told.row["id"])
    if rated is None:
        return None
    data = rated["data"]
    return StoryRatingOut(
        **(score_of(rated) or {}),
        at=rated["at"],
        scale=data.get("scale") or "",
        key=data.get("key") or "",
        agent=data.get("agent"),
    )


_ENDED = "recording.ended"
_CHECKED = "recording.checked"
