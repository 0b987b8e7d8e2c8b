"""A flow as a picture: nodes, edges, and where to draw what nobody has placed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from lingting.flows.domain.document import FlowDocument, Node, Position
from lingting.flows.domain.texts import Text
from lingting.flows.domain.validate import params_of
from lingting.flows.domain.verbs import VERBS
from lingting.flows.domain.verbs.menu import MenuParams

COLUMN, ROW = 260.0, 120.0

EXIT_TITLES = {
    "next": Text("继续", "next"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "invalid": Text("按键错误", "wrong key"),
    "no_input": Text("未按键", "no key"),
    "too_many": Text("次数过多", "too often"),
    "entered": Text("已输入", "entered"),
    "unspeakable": Text("不可读", "cannot be read"),
    "answered": Text("已接听", "answered"),
    "no_agent": Text("无坐席登录", "nobody signed in"),
    "all_busy": Text("坐席全忙", "all agents busy"),
    "available": Text("有空闲坐席", "an agent is free"),
    "no_answer": Text("无应答", "no answer"),
    "busy": Text("忙", "busy"),
    "failed": Text("失败", "failed"),
    "stored": Text("留言成功", "stored"),
    "too_short": Text("太短", "too short"),
    "rated": Text("已评价", "rated"),
    "open": Text("服务时间", "open"),
    "closed": Text("非服务时间", "closed"),
    "holiday": Text("休息日", "closed day"),
    "returned": Text("返回", "returned"),
    "success": Text("成功", "success"),
    "empty": Text("无记录", "no record"),
    "error": Text("错误", "error"),
}


class DrawnNode(msgspec.Struct, frozen=True):
    """A node with its place."""

    id: str
    verb: str
    node_type: str
    title: Text
    position: Position
    exits: tuple[str, ...]


class Edge(msgspec.Struct, frozen=True):
    """A connection; `title` is what to write on it."""

    source: str
    exit: str
    target: str
    title: Text


class Graph(msgspec.Struct, frozen=True):
    """The picture. `prompts` lists the voice files that the flow uses."""

    start: str
    nodes: tuple[DrawnNode, ...]
    edges: tuple[Edge, ...]
    prompts: tuple[str, ...]


def graph(document: FlowDocument) -> Graph:
    """The picture of a flow."""
    places = _places(document)
    nodes = tuple(_drawn(key, node, places[key]) for key, node in document.nodes.items())
    edges = tuple(
        Edge(key, exit, node.exits[exit], title)
        for key, node in document.nodes.items()
        for exit, title in _exit_titles(node)
    )
    return Graph(document.start, nodes, edges, voice_files(document))


def voice_files(document: FlowDocument) -> tuple[str, ...]:
    """The prompts that a flow names, each once (IVR-16)."""
    found: dict[str, None] = {}
    for node in document.nodes.values():
        read = params_of(node)
        if read is not None:
            found |= dict.fromkeys(read[0].references(read[1]).prompts)
    return tuple(found)


def _exit_titles(node: Node) -> Iterator[tuple[str, Text]]:
    """What each exit is called: an option's own title, a known word, or the key itself."""
    read = params_of(node)
    options = read[1].options if read is not None and isinstance(read[1], MenuParams) else ()
    own = {option.key: option.title for option in reversed(options)}
    for exit in node.exits:
        if exit in own:
            zh, en = own[exit].zh, own[exit].en
            yield exit, Text(f"按{exit} {zh}".strip(), f"{exit} {en}".strip())
        else:
            yield exit, EXIT_TITLES.get(exit, Text(exit, exit))


def _drawn(key: str, node: Node, position: Position) -> DrawnNode:
    read = params_of(node)
    node_type = read[0].node_type if read else ""
    return DrawnNode(key, node.verb, node_type, node.title, position, _exits(node))


def declared_exits(document: FlowDocument) -> dict[str, list[str]]:
    """The exits of each node, connected or not."""
    return {key: list(_exits(node)) for key, node in document.nodes.items()}


def _exits(node: Node) -> tuple[str, ...]:
    read = params_of(node)
    if read is not None:
        return read[0].exits(read[1])
    verb = VERBS.get(node.verb)
    return tuple(dict.fromkeys([*(verb.fixed_exits if verb else ()), *node.exits]))


def _places(document: FlowDocument) -> dict[str, Position]:
    """Columns by distance from the start, rows by order; given positions are kept."""
    depth = {document.start: 0}
    waiting = [document.start]
    for key in waiting:
        for target in document.nodes[key].exits.values() if key in document.nodes else ():
            if target not in depth:
                depth[target] = depth[key] + 1
                waiting.append(target)
    rows: dict[int, int] = {}
    places: dict[str, Position] = {}
    for key, node in document.nodes.items():
        column = depth.get(key, 0)
        row = rows[column] = rows.get(column, -1) + 1
        places[key] = node.position or Position(column * COLUMN, row * ROW)
    return places
