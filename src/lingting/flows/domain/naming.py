"""A flow document for people: names of queues instead of ids, and one order of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import msgspec

from lingting.flows.domain.document import FlowDocument, read_document, write_document
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import References
from lingting.flows.domain.verbs import VERBS

_HEAD = ("name", "description", "variables", "start", "nodes")
_NODE = ("verb", "title")
_FIRST = frozenset({"name", "key", "variable", "zh-CN"})
_NODE_END = ("exits", "position")


def in_order(document: FlowDocument) -> dict[str, Any]:
    """The JSON form with every mapping in an order that does not depend on where it was stored."""
    data = write_document(document)
    nodes = {key: _node(data["nodes"][key]) for key in sorted(data["nodes"])}
    data = {key: _sorted(value) for key, value in data.items() if key != "nodes"}
    return {key: {**data, "nodes": nodes}[key] for key in _HEAD}


def with_queues(data: Mapping[str, Any], rename: Callable[[str], str]) -> dict[str, Any]:
    """The document with every queue that a node names renamed; variables stay."""
    nodes = {key: _renamed(node, rename) for key, node in data["nodes"].items()}
    return {**data, "nodes": nodes}


def references_of(data: Mapping[str, Any]) -> Iterator[tuple[str, References]]:
    """What each node names outside itself, for nodes whose parameters can be read."""
    for key, node in read_document(data).nodes.items():
        verb = VERBS.get(node.verb)
        if verb is None:
            continue
        try:
            yield key, verb.references(msgspec.convert(node.params, verb.params))
        except msgspec.ValidationError:
            continue


def _renamed(node: Mapping[str, Any], rename: Callable[[str], str]) -> dict[str, Any]:
    changed = {
        field: rename(node[field])
        for field in _queue_fields(node.get("verb", ""))
        if isinstance(node.get(field), str) and node[field] and not names_in(node[field])
    }
    return {**node, **changed}


@cache
def _queue_fields(verb: str) -> tuple[str, ...]:
    """The parameters of a verb that hold a queue."""
    if verb not in VERBS:
        return ()
    schema = msgspec.json.schema(VERBS[verb].params)
    properties = schema["$defs"][VERBS[verb].params.__name__]["properties"]
    return tuple(name for name, one in properties.items() if one.get("x-kind") == "queue")


def _node(node: Mapping[str, Any]) -> dict[str, Any]:
    params = sorted(node.keys() - {*_NODE, *_NODE_END})
    keys = [*_NODE, *params, *(key for key in _NODE_END if key in node)]
    return {key: _sorted(node[key]) for key in keys}


def _sorted(value: Any) -> Any:
    """Mappings by key, what names the thing first, Chinese before English."""
    if isinstance(value, Mapping):
        given = cast(Mapping[str, Any], value)
        return {key: _sorted(given[key]) for key in sorted(given, key=_place)}
    if isinstance(value, list | tuple):
        return [_sorted(one) for one in cast(Sequence[Any], value)]
    return value


def _place(key: str) -> tuple[bool, str]:
    return key not in _FIRST, key
