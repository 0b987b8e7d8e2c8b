"""The flow document: nodes, their exits and the variables of a flow, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

import msgspec

from lingting.flows.domain.texts import Text
from lingting.kernel.errors import Invalid

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


MOST_PARTS = 5_000


class FlowDocumentUnreadable(Invalid):
    """The text is no flow document; `reason` says where it goes wrong."""


class FlowTooLarge(FlowDocumentUnreadable):
    """It has more than `most` nodes, exits, variables and entries of lists; it has `parts`."""


class Variable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that the flow keeps; `persist` stores it with the contact after the call."""

    name: str
    type: Literal["text", "number", "date", "boolean"] = "text"
    persist: bool = False
    initial: str = ""
    title: Text = Text()


class Position(msgspec.Struct, frozen=True):
    """Where the designer draws the node."""

    x: float
    y: float


class Node(msgspec.Struct, frozen=True):
    """One step: a verb, its parameters and where each exit leads."""

    verb: str
    title: Text
    params: Mapping[str, Any]
    exits: Mapping[str, str]
    position: Position | None = None


class FlowDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A whole flow. `nodes` is keyed by node id; `start` names the first node."""

    name: Text = Text()
    start: str = ""
    nodes: Mapping[str, Node] = {}
    variables: tuple[Variable, ...] = ()
    description: Text = Text()

    @property
    def on_hangup(self) -> str | None:
        """The node that runs when the caller hangs up (USER STOP FLOW), if there is one."""
        return next((key for key, node in self.nodes.items() if node.verb == "on_hangup"), None)

    def initial_values(self) -> dict[str, str]:
        """The variables as they are when the flow starts."""
        return {variable.name: variable.initial for variable in self.variables}


def is_key(text: str) -> bool:
    """Whether a text can be a flow's key."""
    return KEY.fullmatch(text) is not None


_NODE_FIELDS = frozenset({"verb", "title", "exits", "position"})


def read_document(data: Mapping[str, Any]) -> FlowDocument:
    """Reads the JSON form, in which a node's parameters stand beside its verb.

    `{name, description?, variables, start, nodes: {id: {verb, title, …parameters, exits}}}`.
    Raises FlowDocumentUnreadable.
    """
    try:
        raw_nodes = msgspec.convert(data.get("nodes", {}), dict[str, dict[str, Any]])
        head = {key: value for key, value in data.items() if key != "nodes"}
        nodes = {key: _read_node(node) for key, node in raw_nodes.items()}
        return msgspec.convert({**head, "nodes": nodes}, FlowDocument)
    except msgspec.ValidationError as error:
        raise FlowDocumentUnreadable(reason=str(error)) from None


def read_new(data: Mapping[str, Any]) -> FlowDocument:
    """Reads what somebody wants to keep or check. Raises FlowDocumentUnreadable, FlowTooLarge."""
    document = read_document(data)
    parts = len(document.variables) + sum(map(_parts, document.nodes.values()))
    if parts > MOST_PARTS:
        raise FlowTooLarge(parts=parts, most=MOST_PARTS)
    return document


def _parts(node: Node) -> int:
    entries = sum(len(cast(list[object], x)) for x in node.params.values() if isinstance(x, list))
    return 1 + len(node.exits) + entries


def _read_node(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "verb": raw.get("verb", ""),
        "title": raw.get("title", {}),
        "params": {key: value for key, value in raw.items() if key not in _NODE_FIELDS},
        "exits": raw.get("exits", {}),
        "position": raw.get("position"),
    }


def write_document(document: FlowDocument) -> dict[str, Any]:
    """The JSON form of a document; `read_document` reads it back."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    nodes: dict[str, Any] = {}
    for key, node in document.nodes.items():
        nodes[key] = {
            "verb": node.verb,
            "title": msgspec.to_builtins(node.title),
            **node.params,
            "exits": dict(node.exits),
        }
        if node.position is not None:
            nodes[key]["position"] = msgspec.to_builtins(node.position)
    return {**plain, "nodes": nodes}
