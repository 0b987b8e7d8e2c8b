"""Stepping a session: an input in, a new session and effects out; no clock, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.document import FlowDocument, Node
from lingting.flows.domain.emergency import EMERGENCY_FLOW
from lingting.flows.domain.library import EMERGENCY, Library
from lingting.flows.domain.session import Frame, Session
from lingting.flows.domain.turn import PLAYING, Jump, Turn
from lingting.flows.domain.verb import AnyVerb, Params
from lingting.flows.domain.verbs import VERBS
from lingting.media.domain.sounds import DEFAULT_LANGUAGE, Language

STEPS_PER_INPUT = 100
"""More nodes than this without any input are a loop."""
DEPTH = 16
"""How deep subroutines may call each other."""

Stepped = tuple[Session, tuple[fx.Effect, ...]]


def begin(
    library: Library,
    flow: str,
    variables: Mapping[str, str],
    now: datetime,
    *,
    language: Language = DEFAULT_LANGUAGE,
    zone: str = "Asia/Shanghai",
    answered: bool = False,
) -> Stepped:
    """A new session at the start of a published flow; `variables` are what is known of the call.

    A flow that is not published answers the call with the emergency flow.
    """
    version = library.published.get(flow, 0)
    session = Session(
        flow, version, dict(variables), language=language, zone=zone, answered=answered
    )
    machine = _Machine(library, Turn(session, now))
    machine.start(flow)
    return machine.result()


def step(library: Library, session: Session, input: inputs.Input, now: datetime) -> Stepped:
    """What becomes of a session at an input. Late answers and unknown timers change nothing."""
    if session.is_over:
        return session, ()
    machine = _Machine(library, Turn(session, now))
    machine.take(input)
    return machine.result()


class _Machine:
    """One step under way."""

    def __init__(self, library: Library, turn: Turn) -> None:
        self.library = library
        self.turn = turn
        self.steps = 0

    def result(self) -> Stepped:
        return self.turn.session, tuple(self.turn.effects)

    @property
    def document(self) -> FlowDocument | None:
        session = self.turn.session
        if session.flow == EMERGENCY:
            return EMERGENCY_FLOW
        return self.library.document(session.flow, session.version)

    @property
    def node(self) -> Node | None:
        document = self.document
        return document.nodes.get(self.turn.session.node) if document else None

    # --- inputs ------------------------------------------------------------------------------

    def start(self, flow: str) -> None:
        if self._open(flow):
            self._run()
        else:
            self._break("flow-not-published", flow)

    def take(self, input: inputs.Input) -> None:
        known = self._current(input)
        if known is None:
            return
        at = self._here()
        if at is None:
            self._break("node-missing", self.turn.session.node)
            return
        verb, params, state = at
        match known:
            case inputs.CallerGone():
                self._caller_gone(verb, params, state)
            case inputs.Resumed():
                verb.resume(params, state, self.turn)
            case _:
                verb.on(params, state, known, self.turn)
        self._run()

    def _current(self, input: inputs.Input) -> inputs.Input | None:
        """The input as the node is to see it; None when it comes too late."""
        turn, session = self.turn, self.turn.session
        match input:
            case inputs.Played(play, failed):
                if not session.playing or play != session.play:
                    return None
                turn.cancel_timer(PLAYING)
                turn.change(playing=False)
                if failed:
                    turn.trouble("play-failed")
            case inputs.TimedOut(timer, visit):
                if visit != session.visit or timer not in session.timers:
                    return None
                turn.change(timers=tuple(one for one in session.timers if one != timer))
                if timer == PLAYING:
                    turn.add(fx.StopPlay(session.play))
                    turn.change(playing=False)
                    turn.trouble("play-failed", "no end was reported")
                    return inputs.Played(session.play, failed=True)
            case inputs.CallerGone() if not session.caller_here:
                return None
            case inputs.Digit() if not session.caller_here:
                return None
            case _:
                pass
        return input

    def _here(self) -> tuple[AnyVerb, Params, msgspec.Struct] | None:
        node = self.node
        if node is None or node.verb not in VERBS:
            return None
        verb = VERBS[node.verb]
        self.turn.connected = frozenset(node.exits)
        try:
            params = msgspec.convert(node.params, verb.params)
            state = msgspec.convert(self.turn.session.local, verb.state)
        except msgspec.ValidationError:
            return None
        return verb, params, state

    def _caller_gone(self, verb: AnyVerb, params: Params, state: msgspec.Struct) -> None:
        turn = self.turn
        turn.change(
            caller_here=False, playing=False, music=False, left_at=turn.session.node, keys=""
        )
        for timer in turn.session.timers:
            turn.cancel_timer(timer)
        if not verb.caller_gone(params, state, turn):
            verb.cancel(params, state, turn)
            self._close()

    # --- going on ----------------------------------------------------------------------------

    def _run(self) -> None:
        """Goes from node to node until one waits or the session is over."""
        turn = self.turn
        while turn.is_leaving and not turn.session.is_over:
            self.steps += 1
            exit, jump = turn.exit, turn.jump
            turn.exit = turn.jump = None
            self._leave_node(exit or "")
            if not turn.session.caller_here and not turn.session.closing:
                self._close()
            elif self.steps > STEPS_PER_INPUT:
                self._break("endless-loop")
            elif jump is not None:
                self._jump(jump)
            else:
                self._follow(exit or "")

    def _leave_node(self, exit: str) -> None:
        turn = self.turn
        turn.restart()
        if turn.session.node:
            turn.add(fx.Left(turn.session.node, exit))

    def _follow(self, exit: str) -> None:
        node = self.node
        target = node.exits.get(exit) if node else None
        if target is None:
            self._break("exit-unconnected", exit)
        else:
            self._enter(target)

    def _enter(self, key: str) -> None:
        turn, document = self.turn, self.document
        node = document.nodes.get(key) if document else None
        if node is None:
            self._break("node-missing", key)
            return
        turn.change(node=key, visit=turn.session.visit + 1, local={}, timers=())
        if node.verb not in VERBS:
            self._break("unknown-verb", node.verb)
            return
        verb = VERBS[node.verb]
        if verb.needs_caller and not turn.session.caller_here:
            self._finish()
            return
        at = turn.session
        entered = fx.Entered(at.flow, at.version, key, node.verb, node.title, at.visit)
        turn.add(entered)
        turn.connected = frozenset(node.exits)
        try:
            params = msgspec.convert(node.params, verb.params)
        except msgspec.ValidationError as error:
            self._break("parameters-wrong", str(error))
            return
        verb.enter(params, turn)

    def _jump(self, jump: Jump) -> None:
        session = self.turn.session
        if jump.flow:
            frame = Frame(session.flow, session.version, session.node)
            deep = len(session.stack) >= DEPTH
            if deep or not self._open(jump.flow, (*session.stack, frame) if jump.call else None):
                self._jump_failed(jump)
        elif session.stack and not jump.release and session.caller_here:
            frame = session.stack[-1]
            self.turn.change(
                flow=frame.flow, version=frame.version, node=frame.node, stack=session.stack[:-1]
            )
            self._follow("returned")
        else:
            self._release()

    def _jump_failed(self, jump: Jump) -> None:
        self.turn.trouble("flow-not-published", jump.flow)
        if self.turn.is_connected("failed"):
            self._follow("failed")
        elif jump.call:
            self._follow("returned")
        else:
            self._break("flow-not-published", jump.flow)

    def _open(self, flow: str, stack: tuple[Frame, ...] | None = None) -> bool:
        """Enters the first node of a published flow; False when there is none."""
        version = self.library.published.get(flow)
        document = self.library.document(flow, version) if version is not None else None
        if version is None or document is None:
            return False
        turn = self.turn
        values = {**document.initial_values(), **turn.session.variables}
        kept = [one.name for one in document.variables if one.persist]
        turn.change(
            flow=flow,
            version=version,
            variables=values,
            kept=tuple(dict.fromkeys((*turn.session.kept, *kept))),
            stack=stack if stack is not None else (),
        )
        self._enter(document.start)
        return True

    # --- ends --------------------------------------------------------------------------------

    def _close(self) -> None:
        """The caller is gone: runs the handler of this flow, or of the one that called it."""
        turn = self.turn
        turn.exit = turn.jump = None
        session = turn.session
        if session.closing:
            self._finish()
            return
        turn.change(closing=True)
        here = Frame(session.flow, session.version, session.node)
        for frame in (here, *reversed(session.stack)):
            document = self.library.document(frame.flow, frame.version)
            handler = document.on_hangup if document else None
            if handler is not None:
                turn.change(flow=frame.flow, version=frame.version, stack=())
                self._enter(handler)
                self._run()
                return
        self._finish()

    def _release(self) -> None:
        if self.turn.session.caller_here:
            self.turn.add(fx.Hangup())
        self._finish()

    def _finish(self) -> None:
        turn, session = self.turn, self.turn.session
        if session.caller_here:
            outcome = "failed" if session.flow == EMERGENCY else "completed"
        else:
            outcome = "served" if session.served else "abandoned"
        turn.exit = turn.jump = None
        turn.restart()
        turn.change(outcome=outcome)
        kept = {name: session.variables[name] for name in session.kept if name in session.variables}
        turn.add(fx.Finished(outcome, session.served, session.left_at or session.node, kept))

    def _break(self, slug: str, detail: str = "") -> None:
        """The flow cannot go on: apologise and release, or just end when nobody listens."""
        turn = self.turn
        turn.exit = turn.jump = None
        turn.trouble(slug, detail)
        turn.restart()
        if not turn.session.caller_here or turn.session.flow == EMERGENCY:
            self._release()
            return
        if not turn.session.left_at:
            turn.change(left_at=turn.session.node)
        turn.change(flow=EMERGENCY, version=0, stack=())
        self.steps = 0
        self._enter(EMERGENCY_FLOW.start)
