"""The production flow engine on the lines of a virtual centre; sounds take the time they take."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID, uuid5

from lingting.acd.domain import views
from lingting.acd.domain.views import Availability
from lingting.calls.domain import Call
from lingting.calls.events import CallAnswered
from lingting.flows import events as facts
from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.engine import begin, step
from lingting.flows.domain.inputs import Input
from lingting.flows.domain.session import Session
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import CallId, FlowSessionId, QueueId, RecordingId
from lingting.simulation.virtual.agenda import Alarm
from lingting.simulation.virtual.floor import VirtualFloor
from lingting.simulation.virtual.stage import Number, SoundSeconds, Stage
from lingting.simulation.virtual.telephone import Telephone

Known = Literal["available", "all_busy", "none_signed_in"]
_AVAILABILITY: dict[Availability, Known] = {
    Availability.AVAILABLE: "available",
    Availability.ALL_BUSY: "all_busy",
    Availability.NONE_SIGNED_IN: "none_signed_in",
}
BEEP_SECONDS = 0.4


@dataclass(slots=True)
class Running:
    """A call's session, its timers, and the inputs that wait while one is performed."""

    id: FlowSessionId
    call: CallId
    flow: str
    session: Session
    timers: dict[tuple[str, int], Alarm] = field(default_factory=dict[tuple[str, int], Alarm])
    sound: Alarm | None = None
    waiting: deque[Input] | None = None
    recording: int | None = None
    """The message that is being spoken."""


class FlowPlayer:
    """Implements `telephone.Listener`; one session per call."""

    def __init__(
        self, stage: Stage, floor: VirtualFloor, telephone: Telephone, seconds: SoundSeconds
    ) -> None:
        self._stage = stage
        self._floor = floor
        self._telephone = telephone
        self._seconds = seconds
        self._running: dict[CallId, Running] = {}

    # --- what the lines tell --------------------------------------------------------------

    def arrived(self, call: Call, number: Number) -> None:
        stage, now = self._stage, self._stage.agenda.now
        known = stage.company.customers.get(call.caller.key)
        variables = {
            **call.data,
            "caller_number": call.caller.key,
            "called_number": call.called,
            "language": call.language,
            "customer_id": str(call.customer or ""),
            "customer_name": known.name if known else "",
            "customer_level": known.level if known else "",
            "fixed_number": stage.company.fixed_number,
        }
        session, effects = begin(
            stage.company.library,
            number.flow_key,
            variables,
            now,
            zone=stage.company.zone,
            answered=call.answered_at is not None,
        )
        id = FlowSessionId(stage.ids.new(now))
        running = self._running[call.id] = Running(id, call.id, session.flow, session)
        stage.journal.session_began(id, call.id, session, now)
        self._run(running, effects, ())

    def agent_answered(self, call: Call) -> None:
        self._take(call.id, inputs.QueueAnswered(str(call.agent or "")))

    def talk_ended(self, call: Call, by: str) -> None:
        if not self._take(call.id, inputs.TalkEnded(by)):
            self._telephone.end(call, by="platform")

    def queue_closed(self, call: Call, why: str) -> None:
        if not self._take(call.id, inputs.QueueClosed(self._why_closed(call, why))):
            self._telephone.end(call, by="platform")

    def message_recorded(self, call: Call, recording: RecordingId, seconds: float) -> None:
        running = self._running.get(call.id)
        if running is None:
            return
        number = running.session.recording
        running.recording = None
        if recording == recording_id(running.id, number):
            self._take(call.id, inputs.MessageRecorded(number, seconds))

    def caller_gone(self, call: Call) -> None:
        self._take(call.id, inputs.CallerGone())

    def digit(self, call: CallId, key: str) -> None:
        """The caller presses a key."""
        self._take(call, inputs.Digit(key))

    def message_of(self, call: CallId) -> RecordingId | None:
        """The message that the caller is speaking now."""
        running = self._running.get(call)
        if running is None or running.recording is None:
            return None
        return recording_id(running.id, running.recording)

    # --- stepping -------------------------------------------------------------------------

    def _take(self, call: CallId, input: Input) -> bool:
        running = self._running.get(call)
        if running is None:
            return False
        if running.waiting is not None:
            running.waiting.append(input)
        else:
            self._run(running, (), (input,))
        return True

    def _run(self, running: Running, effects: Sequence[fx.Effect], first: Sequence[Input]) -> None:
        library, agenda = self._stage.company.library, self._stage.agenda
        waiting = running.waiting = deque(first)
        self._perform_all(running, effects, waiting)
        while waiting:
            running.session, effects = step(library, running.session, waiting.popleft(), agenda.now)
            self._perform_all(running, effects, waiting)
        running.waiting = None
        self._stage.journal.session_saved(running.id, running.session)
        if running.session.is_over:
            self._forget(running)

    def _perform_all(
        self, running: Running, effects: Sequence[fx.Effect], waiting: deque[Input]
    ) -> None:
        for effect in effects:
            waiting.extend(self._perform(running, effect))

    def _perform(self, running: Running, effect: fx.Effect) -> Sequence[Input]:
        match effect:
            case fx.AskQueue(queue):
                return [self._queue_known(running.call, queue)]
            case fx.Enqueue():
                return self._enqueue(running, effect)
            case fx.DialOut():
                self._note(running, fx.Trouble("", "no-trunk"))
                return [inputs.Dialled("failed")]
            case fx.AskCustomer():
                return [self._ask_customer(running, effect)]
            case fx.Play():
                self._play(running, effect)
            case fx.StopPlay():
                self._silence(running)
            case fx.StartTimer(timer, visit, seconds):
                self._start_timer(running, timer, visit, seconds)
            case fx.CancelTimer(timer, visit):
                if alarm := running.timers.pop((timer, visit), None):
                    alarm.cancel()
            case _:
                self._tell(running, effect)
        return []

    def _tell(self, running: Running, effect: fx.Effect) -> None:
        stage, call = self._stage, self._stage.living(running.call)
        match effect:
            case fx.Answer() if call is not None and call.answered_at is None:
                stage.save(replace(call, answered_at=stage.agenda.now))
                stage.tell(CallAnswered(at=stage.agenda.now, call=call.id))
            case fx.LeaveQueue() if call is not None:
                self._telephone.leave_queue(call)
            case fx.RecordMessage(recording, max_seconds):
                self._record(running, recording, max_seconds)
            case fx.SetData(data) if call is not None:
                language = data.get("language", call.language)
                stage.save(replace(call, data={**call.data, **data}, language=language))
            case fx.Hangup() if call is not None:
                self._telephone.end(call, by="platform")
            case fx.Entered():
                self._note(running, effect)
                if call is not None:
                    stage.save(replace(call, step=effect.title.zh or effect.node))
            case _:
                self._note(running, effect)

    def _note(self, running: Running, effect: fx.Effect) -> None:
        now, call = self._stage.agenda.now, running.call
        self._stage.journal.session_noted(running.id, call, effect, now)
        match effect:
            case fx.Entered(flow, _, node, verb, title):
                running.flow = flow
                event = facts.NodeEntered(
                    at=now, call=call, flow=flow, node=node, verb=verb,
                    title_zh=title.zh, title_en=title.en,
                )  # fmt: skip
            case fx.KeysEntered(node, keys):
                event = facts.KeysEntered(at=now, call=call, node=node, keys=keys)
            case fx.Trouble(node, slug, detail):
                event = facts.FlowTroubled(
                    at=now, call=call, flow=running.flow, node=node, slug=slug, detail=detail
                )
            case fx.Finished(outcome, served, node):
                event = facts.FlowFinished(
                    at=now, call=call, flow=running.flow, outcome=outcome, node=node,
                    served=served,
                )  # fmt: skip
            case fx.KeepMessage(recording, seconds, node):
                event = facts.MessageKept(
                    at=now, call=call, recording=recording_id(running.id, recording),
                    seconds=seconds, flow=running.flow, node=node,
                )  # fmt: skip
            case fx.GiveRating():
                event = self._rated(running, effect)
            case _:
                return
        self._stage.tell(event)

    def _rated(self, running: Running, effect: fx.GiveRating) -> facts.SurveyAnswered:
        call = self._stage.living(running.call)
        agents = [leg.agent for leg in call.legs if leg.agent and leg.joined_at] if call else []
        return facts.SurveyAnswered(
            at=self._stage.agenda.now,
            call=running.call,
            agent=agents[-1] if agents else None,
            scale=effect.scale,
            key=effect.key,
            score=effect.score,
            label_zh=effect.label.zh,
            label_en=effect.label.en,
        )

    # --- sound and time -------------------------------------------------------------------

    def _play(self, running: Running, effect: fx.Play) -> None:
        self._silence(running)
        seconds = self._seconds(effect.sounds, effect.language)
        running.sound = self._stage.agenda.after(
            seconds, lambda: self._input(running, inputs.Played(effect.play))
        )

    def _silence(self, running: Running) -> None:
        if running.sound is not None:
            running.sound.cancel()
            running.sound = None

    def _start_timer(self, running: Running, timer: str, visit: int, seconds: float) -> None:
        key = (timer, visit)
        if (old := running.timers.pop(key, None)) is not None:
            old.cancel()

        def due() -> None:
            running.timers.pop(key, None)
            self._input(running, inputs.TimedOut(timer, visit))

        running.timers[key] = self._stage.agenda.after(seconds, due)

    def _record(self, running: Running, recording: int, max_seconds: float) -> None:
        running.recording = recording
        self._stage.beep(running.call)
        self._stage.agenda.after(
            BEEP_SECONDS + max_seconds, lambda: self._too_long(running, recording, max_seconds)
        )

    def _too_long(self, running: Running, recording: int, seconds: float) -> None:
        call = self._stage.living(running.call)
        if running.recording == recording and call is not None:
            with self._stage.turn():
                id = recording_id(running.id, recording)
                self._telephone.message_ends(call, id, seconds)

    def _input(self, running: Running, input: Input) -> None:
        """Something that was awaited has come; nobody cares once the session is over."""
        if self._running.get(running.call) is running:
            with self._stage.turn():
                self._take(running.call, input)

    def _forget(self, running: Running) -> None:
        self._silence(running)
        for alarm in running.timers.values():
            alarm.cancel()
        if self._running.get(running.call) is running:
            del self._running[running.call]

    # --- queues and customers -------------------------------------------------------------

    def _queue_known(self, call: CallId, queue: str) -> inputs.QueueKnown:
        core, now = self._floor.core, self._stage.agenda.now
        found = core.floor.queues.get(_queue_id(queue))
        if found is None or not found.config.enabled:
            return inputs.QueueKnown("unknown")
        known = _AVAILABILITY[views.availability(found)]
        living = self._stage.living(call)
        item = core.floor.items.get(living.item) if living and living.item else None
        if item is None:
            return inputs.QueueKnown(known)
        place = views.position(item, now)
        return inputs.QueueKnown(
            known,
            ahead=place.ahead,
            waited=place.waited_seconds,
            estimate=place.estimated_seconds,
            offered=item.state.value == "offered",
        )

    def _enqueue(self, running: Running, effect: fx.Enqueue) -> Sequence[Input]:
        call = self._stage.living(running.call)
        if call is None:
            return []
        queue = _queue_id(effect.queue)
        try:
            self._telephone.enqueue(
                call, queue, priority=effect.priority, keep_credit=effect.keep_credit
            )
        except LingtingError as error:
            self._note(running, fx.Trouble("", error.slug, effect.queue))
            self._telephone.leave_queue(self._stage.calls[call.id])
            full = error.slug == "queue-full"
            return [inputs.QueueClosed("all_busy" if full else "failed")]
        return []

    def _ask_customer(self, running: Running, effect: fx.AskCustomer) -> inputs.CustomerKnown:
        """History only reads: what a flow would write is answered as written."""
        if effect.action != "find":
            return inputs.CustomerKnown("success")
        call = self._stage.living(running.call)
        known = self._stage.company.customers.get(call.caller.key) if call else None
        if known is None:
            return inputs.CustomerKnown("empty")
        fields = {"id": str(known.id), "name": known.name, "level": known.level}
        return inputs.CustomerKnown("success", fields)

    def _why_closed(self, call: Call, why: str) -> Literal["no_agent", "all_busy", "failed"]:
        if why == "max_wait":
            return "all_busy"
        found = self._floor.core.floor.queues.get(call.queue) if call.queue else None
        if found is None:
            return "failed"
        nobody = views.availability(found) is Availability.NONE_SIGNED_IN
        return "no_agent" if nobody else "failed"


def recording_id(session: FlowSessionId, recording: int) -> RecordingId:
    """The id of a session's recording."""
    return RecordingId(uuid5(session, f"recording:{recording}"))


def _queue_id(text: str) -> QueueId:
    try:
        return QueueId(UUID(text))
    except ValueError:
        return QueueId(UUID(int=0))
