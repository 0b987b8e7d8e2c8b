"""Plays a caller through a flow without a telephone: scripted inputs, virtual time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.document import FlowDocument
from lingting.flows.domain.engine import begin, step
from lingting.flows.domain.library import library_of
from lingting.flows.domain.session import Session, from_json, to_json
from lingting.media.domain.sounds import DEFAULT_LANGUAGE, Language, Prompt, Spoken, Words

MORNING = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
"""A Tuesday, 10:00 in Shanghai."""


class FlowPlayer:
    """One call in a flow. Questions to the queue and the customers are answered at once."""

    def __init__(
        self,
        flows: Mapping[str, FlowDocument],
        start: str,
        variables: Mapping[str, str] | None = None,
        *,
        queue: inputs.QueueKnown | None = None,
        customer: inputs.CustomerKnown | None = None,
        language: Language = DEFAULT_LANGUAGE,
        now: datetime = MORNING,
    ) -> None:
        self.library = library_of(flows)
        self.now = now
        self.queue = queue or inputs.QueueKnown("available")
        self.customer = customer or inputs.CustomerKnown("empty")
        self.effects: list[fx.Effect] = []
        self.timers: dict[tuple[str, int], datetime] = {}
        self.session, effects = begin(
            self.library, start, variables or {"caller_number": "13800138000"}, now,
            language=language,
        )  # fmt: skip
        self._perform(effects)

    # --- what happens to the caller ----------------------------------------------------------

    def tell(self, input: inputs.Input) -> FlowPlayer:
        """Gives the session an input; it is written and read back in between."""
        if isinstance(input, inputs.TimedOut):
            self.timers.pop((input.timer, input.visit), None)
        stored: Session = from_json(to_json(self.session))
        self.session, effects = step(self.library, stored, input, self.now)
        self._perform(effects)
        return self

    def hears_all(self) -> FlowPlayer:
        """The play under way comes to its end."""
        return self.tell(inputs.Played(self.session.play))

    def hears_until(self, node: str) -> FlowPlayer:
        """Listens to everything until the session is at `node`."""
        for _ in range(20):
            if self.session.node == node or self.session.is_over or not self.session.playing:
                return self
            self.hears_all()
        return self

    def presses(self, keys: str) -> FlowPlayer:
        """Presses keys, one after another."""
        for key in keys:
            self.tell(inputs.Digit(key))
        return self

    def waits(self, seconds: float) -> FlowPlayer:
        """Lets time pass; timers that become due fire in order."""
        until = self.now + timedelta(seconds=seconds)
        while due := [(at, key) for key, at in self.timers.items() if at <= until]:
            at, key = min(due)
            self.now = max(at, self.now)
            del self.timers[key]
            self.tell(inputs.TimedOut(*key))
        self.now = until
        return self

    def hangs_up(self) -> FlowPlayer:
        """The caller hangs up."""
        return self.tell(inputs.CallerGone())

    # --- what can be seen ---------------------------------------------------------------------

    @property
    def at(self) -> str:
        """The node where the session is."""
        return self.session.node

    def of(self, kind: type[fx.Effect]) -> list[fx.Effect]:
        """The effects of a kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def heard(self) -> list[str]:
        """Everything that was played, as prompt keys and spoken texts."""
        return [
            text for one in self.effects if isinstance(one, fx.Play) for text in sound_texts(one)
        ]

    @property
    def path(self) -> list[str]:
        """The nodes that were entered."""
        return [one.node for one in self.effects if isinstance(one, fx.Entered)]

    @property
    def finished(self) -> fx.Finished | None:
        """How it ended, if it did."""
        return next((one for one in self.effects if isinstance(one, fx.Finished)), None)

    @property
    def is_released(self) -> bool:
        return bool(self.of(fx.Hangup))

    def _perform(self, effects: tuple[fx.Effect, ...]) -> None:
        self.effects += effects
        for effect in effects:
            match effect:
                case fx.StartTimer(timer, visit, seconds):
                    self.timers[timer, visit] = self.now + timedelta(seconds=seconds)
                case fx.CancelTimer(timer, visit):
                    self.timers.pop((timer, visit), None)
                case _:
                    pass
        for effect in effects:
            if isinstance(effect, fx.AskQueue):
                self.tell(self.queue)
            elif isinstance(effect, fx.AskCustomer):
                self.tell(self.customer)


def sound_texts(play: fx.Play) -> list[str]:
    """The sounds of a play as text: prompt keys, number words joined, spoken texts."""
    texts: list[str] = []
    for sound in play.sounds:
        match sound:
            case Prompt(key):
                texts.append(key)
            case Words(words):
                texts.append("".join(words) if play.language != "en" else " ".join(words))
            case Spoken(text):
                texts.append(text)
    return texts
