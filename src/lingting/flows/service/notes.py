"""What a session leaves behind: its steps in the database, its facts in the company's log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid5

from lingting.calls.domain.call import Call
from lingting.flows import events as facts
from lingting.flows import session_store
from lingting.flows.domain import effects as fx
from lingting.flows.session_store import StoredSession
from lingting.kernel.ids import CallId, FlowSessionId, PlayId, RecordingId
from lingting.platform.db import Transaction
from lingting.platform.log import get_log

log = get_log(__name__)


@dataclass(slots=True)
class Scene:
    """The call, the session and the step that effects belong to."""

    tx: Transaction
    stored: StoredSession
    flow: str
    visit: int

    @property
    def id(self) -> FlowSessionId:
        return self.stored.id

    @property
    def call(self) -> CallId:
        return self.stored.call


def scene_of(tx: Transaction, stored: StoredSession) -> Scene:
    """Where a session stands before its next effect."""
    return Scene(tx, stored, stored.session.flow, stored.session.visit)


def play_id(session: FlowSessionId, play: int) -> PlayId:
    """The id of a session's play; the same after a restart."""
    return PlayId(uuid5(session, f"play:{play}"))


def recording_id(session: FlowSessionId, recording: int) -> RecordingId:
    """The id of a session's recording; the same after a restart."""
    return RecordingId(uuid5(session, f"recording:{recording}"))


def note(scene: Scene, effect: fx.Effect) -> None:
    """Stores and publishes what the session notes."""
    tx, call = scene.tx, scene.call
    match effect:
        case fx.Entered(flow, _, node, verb, title, visit):
            scene.flow, scene.visit = flow, visit
            session_store.entered(tx, scene.id, call, effect)
            event = facts.NodeEntered(
                at=tx.now, call=call, flow=flow, node=node, verb=verb,
                title_zh=title.zh, title_en=title.en,
            )  # fmt: skip
            tx.publish(event)
        case fx.Left(_, exit):
            session_store.left(tx, scene.id, scene.visit, exit)
        case fx.KeysEntered(node, keys):
            session_store.keys(tx, scene.id, scene.visit, keys)
            tx.publish(facts.KeysEntered(at=tx.now, call=call, node=node, keys=keys))
        case fx.Trouble(node, slug, detail):
            log.warning("flow trouble", flow=scene.flow, node=node, slug=slug)
            event = facts.FlowTroubled(
                at=tx.now, call=call, flow=scene.flow, node=node, slug=slug, detail=detail
            )
            tx.publish(event)
        case fx.Finished(outcome, served, node, kept):
            scene.stored = replace(
                scene.stored, outcome=outcome, left_at=node, kept=kept, ended_at=tx.now
            )
            event = facts.FlowFinished(
                at=tx.now, call=call, flow=scene.flow, outcome=outcome, node=node,
                served=served,
            )  # fmt: skip
            tx.publish(event)
        case _:
            pass


def tell(scene: Scene, effect: fx.GiveRating | fx.KeepMessage, living: Call | None) -> None:
    """Publishes what the caller gave: a message or a rating of the agent he spoke with last."""
    tx, call = scene.tx, scene.call
    if isinstance(effect, fx.KeepMessage):
        recording = recording_id(scene.id, effect.recording)
        event = facts.MessageKept(
            at=tx.now, call=call, recording=recording, seconds=effect.seconds,
            flow=scene.flow, node=effect.node,
        )  # fmt: skip
        tx.publish(event)
        return
    agents = [leg.agent for leg in living.legs if leg.agent and leg.joined_at] if living else []
    answered = facts.SurveyAnswered(
        at=tx.now, call=call, agent=agents[-1] if agents else None, scale=effect.scale,
        key=effect.key, score=effect.score, label_zh=effect.label.zh,
        label_en=effect.label.en,
    )  # fmt: skip
    tx.publish(answered)
