"""What every node verb is: parameters, exits, and how it answers inputs."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar, cast

import msgspec

from lingting.flows.domain.inputs import Input
from lingting.flows.domain.texts import Text
from lingting.flows.domain.turn import Turn


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parameters of a verb."""


class Nothing(msgspec.Struct, frozen=True):
    """The state of a verb that remembers nothing."""


class References(msgspec.Struct, frozen=True):
    """What a node names outside itself."""

    prompts: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


class Fault(msgspec.Struct, frozen=True):
    """Something that a verb finds wrong with its own parameters."""

    slug: str
    params: dict[str, str] = {}


P = TypeVar("P", bound=Params)
S = TypeVar("S", bound=msgspec.Struct)


class Verb(Generic[P, S]):
    """A kind of node. Instances have no state: all is in the session."""

    name: ClassVar[str]
    node_type: ClassVar[str] = ""
    """The classic name of the node type (PLAY ONLY, PLAY OPTION, …), "" for additions."""
    title: ClassVar[Text]
    help: ClassVar[Text]
    group: ClassVar[str] = "voice"
    params: type[P]
    state: type[S] = cast(Any, Nothing)
    needs_caller: ClassVar[bool] = True
    """Precondition: the caller is on the line. Such verbs may not follow on_hangup."""
    waits: ClassVar[bool] = True
    """Whether time passes or something happens between entering and leaving."""
    fixed_exits: ClassVar[tuple[str, ...]] = ("next",)
    """The exits that a node has whatever its parameters, also while these cannot be read."""
    decides: ClassVar[bool] = True
    """Whether the caller or the state of things chooses the exit, so that a loop can end."""

    def label(self, parameter: str) -> Text:
        """What the designer calls a parameter."""
        schema = msgspec.json.schema(self.params)["$defs"][self.params.__name__]
        words = schema["properties"].get(parameter, {}).get("x-label")
        return msgspec.convert(words, Text) if words else Text(parameter, parameter)

    def exits(self, params: P) -> tuple[str, ...]:
        """The exits of a node with these parameters."""
        return self.fixed_exits

    def optional_exits(self, params: P) -> tuple[str, ...]:
        """Exits that may stay unconnected; the node says what happens then."""
        return ()

    def references(self, params: P) -> References:
        """The prompts, queues, flows and variables that the node names."""
        return References()

    def faults(self, params: P) -> tuple[Fault, ...]:
        """What is wrong with the parameters beyond their types."""
        return ()

    def enter(self, params: P, turn: Turn) -> None:
        """The session comes to this node."""
        raise NotImplementedError

    def on(self, params: P, state: S, input: Input, turn: Turn) -> None:
        """Something happened while the session is at this node."""

    def resume(self, params: P, state: S, turn: Turn) -> None:
        """The engine was away; by default the node begins again."""
        turn.restart()
        self.enter(params, turn)

    def cancel(self, params: P, state: S, turn: Turn) -> None:
        """The node is cut short; plays, music and timers are ended by the engine."""

    def caller_gone(self, params: P, state: S, turn: Turn) -> bool:
        """The caller hung up; True keeps the node until a last input (a message's recording)."""
        return False


AnyVerb = Verb[Any, Any]
