"""Finds what is wrong with a flow before callers do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Literal

import msgspec

from lingting.flows.domain.document import FlowDocument, Node
from lingting.flows.domain.texts import Text
from lingting.flows.domain.verb import AnyVerb, Params
from lingting.flows.domain.verbs import VERBS

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_AT = re.compile(r" - at `\$\.(\w+)")
SYSTEM_VARIABLES = (
    "caller_number", "called_number", "customer_id", "customer_name", "customer_level",
    "language", "queue_result", "dial_result", "message_seconds", "rating", "agent",
)  # fmt: skip
"""Variables that every session has, without declaring them."""


class World(msgspec.Struct, frozen=True):
    """What exists outside the flow. `flows` are the published ones, for loops between them."""

    prompts: frozenset[str] = frozenset()
    missing_files: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    flows: Mapping[str, FlowDocument] = {}
    customers: bool = True


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong; an `error` keeps the flow from being published."""

    severity: Literal["error", "warning"]
    slug: str
    node: str = ""
    params: dict[str, str] = {}


Found = Iterator[Problem]
Ways = dict[str, list[str]]
"""Where each node leads, or from where one comes to it."""


def validate(document: FlowDocument, world: World, key: str = "") -> list[Problem]:
    """Everything that is wrong with a flow; `key` is its own, for loops of subroutines."""
    problems = [
        *_whole(document),
        *(problem for node in document.nodes for problem in _node(document, node, world)),
        *_variables(document),
        *_unreachable(document),
        *_hangup_handler(document),
        *_loops(document),
        *_recursion(document, world, key),
    ]
    return sorted(problems, key=lambda problem: problem.severity)


def is_publishable(problems: list[Problem]) -> bool:
    """Whether nothing is worse than a warning."""
    return all(problem.severity == "warning" for problem in problems)


def params_of(node: Node) -> tuple[AnyVerb, Params] | None:
    """The verb and the parameters of a node; None when either cannot be read."""
    verb = VERBS.get(node.verb)
    if verb is None:
        return None
    try:
        return verb, msgspec.convert(node.params, verb.params)
    except msgspec.ValidationError:
        return None


def _whole(document: FlowDocument) -> Found:
    if not document.name.zh and not document.name.en:
        yield Problem("error", "no-name")
    if not document.start:
        yield Problem("error", "no-start")
    elif document.start not in document.nodes:
        yield Problem("error", "start-missing", params={"node": document.start})
    handlers = [key for key, node in document.nodes.items() if node.verb == "on_hangup"]
    if len(handlers) > 1:
        yield Problem("error", "two-hangup-handlers", handlers[1])
    for name, times in Counter(variable.name for variable in document.variables).items():
        if times > 1:
            yield Problem("error", "variable-twice", params={"variable": name})


def _node(document: FlowDocument, key: str, world: World) -> Found:
    node = document.nodes[key]
    verb = VERBS.get(node.verb)
    if verb is None:
        yield Problem("error", "unknown-verb", key, {"verb": node.verb})
        return
    try:
        params = msgspec.convert(node.params, verb.params)
    except msgspec.ValidationError as error:
        yield _misfit(key, verb, str(error))
        return
    for fault in verb.faults(params):
        yield Problem("error", fault.slug, key, fault.params)
    yield from _exits(document, key, node, verb, params)
    yield from _references(key, verb, params, world)


def _misfit(key: str, verb: AnyVerb, reason: str) -> Problem:
    """Told by the parameter's name on the screen; the reason is a programmer's."""
    missing, at = _MISSING.fullmatch(reason), _AT.search(reason)
    named = missing or at
    label = verb.label(named[1]) if named else Text(reason, reason)
    params = {"parameter_zh": label.zh, "parameter_en": label.en, "reason": reason}
    slug = "parameter-missing" if missing else "parameters-wrong"
    return Problem("error", slug, key, params)


def _exits(document: FlowDocument, key: str, node: Node, verb: AnyVerb, params: Params) -> Found:
    declared = verb.exits(params)
    optional = verb.optional_exits(params)
    for exit in declared:
        target = node.exits.get(exit)
        if target is None:
            if exit not in optional:
                yield Problem("error", "exit-unconnected", key, {"exit": exit})
        elif target not in document.nodes:
            yield Problem("error", "exit-leads-nowhere", key, {"exit": exit, "target": target})
        elif document.nodes[target].verb == "on_hangup":
            yield Problem("error", "exit-into-hangup-handler", key, {"exit": exit})
    for exit in node.exits:
        if exit not in declared:
            yield Problem("error", "unknown-exit", key, {"exit": exit})


def _references(key: str, verb: AnyVerb, params: Params, world: World) -> Found:
    names = verb.references(params)
    for prompt in names.prompts:
        if prompt not in world.prompts:
            yield Problem("error", "unknown-prompt", key, {"prompt": prompt})
        elif prompt in world.missing_files:
            yield Problem("warning", "prompt-file-missing", key, {"prompt": prompt})
    for queue in names.queues:
        if queue and queue not in world.queues:
            yield Problem("error", "unknown-queue", key, {"queue": queue})
    for flow in names.flows:
        if flow and flow not in world.flows:
            yield Problem("error", "unknown-flow", key, {"flow": flow})
    if verb.name == "lookup" and not world.customers:
        yield Problem("warning", "no-customer-database", key)


def _variables(document: FlowDocument) -> Found:
    known = {variable.name for variable in document.variables} | set(SYSTEM_VARIABLES)
    used: dict[str, str] = {}
    for key, node in document.nodes.items():
        read = params_of(node)
        if read is None:
            continue
        names = read[0].references(read[1])
        known |= set(names.sets)
        for name in names.variables:
            used.setdefault(name, key)
    for name, key in used.items():
        if name not in known:
            yield Problem("warning", "unknown-variable", key, {"variable": name})


def reachable(document: FlowDocument, start: str) -> set[str]:
    """The nodes that can be reached from `start`, itself included."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in found or key not in document.nodes:
            continue
        found.add(key)
        waiting += document.nodes[key].exits.values()
    return found


def _unreachable(document: FlowDocument) -> Found:
    found = reachable(document, document.start)
    if document.on_hangup is not None:
        found |= reachable(document, document.on_hangup)
    for key in document.nodes:
        if key not in found:
            yield Problem("error", "unreachable", key)


def _hangup_handler(document: FlowDocument) -> Found:
    if document.on_hangup is None:
        return
    for key in sorted(reachable(document, document.on_hangup)):
        verb = VERBS.get(document.nodes[key].verb)
        if verb is not None and verb.needs_caller:
            yield Problem("error", "needs-caller-in-hangup-handler", key, {"verb": verb.name})


def _loops(document: FlowDocument) -> Found:
    """Loops in which nobody and nothing decides, and loops in which no time passes."""
    reported: set[str] = set()
    for stays in (_decides_nothing, _takes_no_time):
        inside = {key for key, node in document.nodes.items() if stays(node)}
        for key in sorted(_in_cycle(document, inside) - reported):
            reported.add(key)
            yield Problem("error", "endless-loop", key)


def _decides_nothing(node: Node) -> bool:
    verb = VERBS.get(node.verb)
    return verb is not None and not verb.decides


def _takes_no_time(node: Node) -> bool:
    verb = VERBS.get(node.verb)
    return verb is not None and not verb.waits


def _in_cycle(document: FlowDocument, inside: set[str]) -> set[str]:
    """Those of `inside` that lead back to themselves within it (Kosaraju's two searches)."""
    ahead: Ways = {
        key: [to for to in document.nodes[key].exits.values() if to in inside] for key in inside
    }
    behind: Ways = {key: [] for key in ahead}
    for key, targets in ahead.items():
        for target in targets:
            behind[target].append(key)
    found, seen = set[str](), set[str]()
    for key in reversed(_by_leaving(ahead)):
        group = _leading_to(key, behind, seen)
        if len(group) > 1 or key in ahead[key]:
            found |= group
    return found


def _by_leaving(ahead: Ways) -> list[str]:
    """All keys, each after those that can only be reached from it."""
    left, seen = list[str](), set[str]()
    for start in ahead:
        path = [] if start in seen else [(start, iter(ahead[start]))]
        seen.add(start)
        while path:
            key, targets = path[-1]
            target = next((one for one in targets if one not in seen), None)
            if target is None:
                left.append(key)
                path.pop()
            else:
                seen.add(target)
                path.append((target, iter(ahead[target])))
    return left


def _leading_to(start: str, behind: Ways, seen: set[str]) -> set[str]:
    group, waiting = set[str](), [start]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            group.add(key)
            waiting += behind[key]
    return group


def _recursion(document: FlowDocument, world: World, own: str) -> Found:
    """Subroutines that lead back into themselves."""
    if not own:
        return
    called = cache(partial(_called, world=world))
    for key, node in document.nodes.items():
        read = params_of(node)
        for flow in read[0].references(read[1]).flows if read else ():
            if flow == own or own in called(flow):
                yield Problem("error", "flow-calls-itself", key, {"flow": flow})


def _called(flow: str, world: World) -> set[str]:
    """Every flow that a flow leads to, directly or not."""
    found: set[str] = set()
    waiting = [flow]
    while waiting:
        document = world.flows.get(waiting.pop())
        for node in document.nodes.values() if document else ():
            read = params_of(node)
            for name in read[0].references(read[1]).flows if read else ():
                if name not in found:
                    found.add(name)
                    waiting.append(name)
    return found
