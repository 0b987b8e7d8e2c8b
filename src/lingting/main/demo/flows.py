"""The demonstration company's flows: a menu with a flow behind each key, and direct lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingting.flows.api import FlowHead, Text
from lingting.flows.default_flows import default_flow_data
from lingting.kernel.ids import FlowId, QueueId
from lingting.main.wiring import Product
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.simulation.domain.world import Line, QueueKey

_KEYS = {
    "1": (QueueKey.ENQUIRY, "业务咨询与订单", "Enquiries and orders"),
    "2": (QueueKey.SERVICE, "产品报修", "Repairs"),
    "3": (QueueKey.COMPLAINT, "投诉建议", "Complaints"),
}
_HOURS_KEY = "4"
_MENU_ZH = (
    "您好，欢迎致电演示公司。业务咨询与订单请按一，产品报修请按二，投诉建议请按三，营业时间请按四。"
)
_MENU_EN = (
    "Welcome to the demonstration company. For enquiries and orders press one, for repairs two, "
    "for complaints three, for our opening hours four."
)
_HOURS_ZH = "我们的人工服务时间是每天二十四小时，欢迎随时来电。"
_HOURS_EN = "Our agents are here around the clock. Call us any time."


async def add_flows(
    product: Product, tx: Transaction, by: Principal, queues: Mapping[QueueKey, QueueId]
) -> dict[Line, FlowId]:
    """The flow of each line, published."""
    made = {Line.SERVICE: await product.flows.editing.seed(tx, queues[QueueKey.SERVICE])}
    vip = _to_queue(queues[QueueKey.VIP], greets=True)
    made[Line.VIP] = (await _publish(product, tx, by, vip, Text("贵宾专线", "VIP line"))).id
    behind: dict[str, str] = {}
    for key, (queue, zh, en) in _KEYS.items():
        data = _to_queue(queues[queue], greets=False)
        behind[key] = (await _publish(product, tx, by, data, Text(zh, en))).key
    menu = await _publish(product, tx, by, _menu(behind), Text("总机菜单", "Main menu"))
    return {**made, Line.MAIN: menu.id}


async def _publish(
    product: Product, tx: Transaction, by: Principal, data: dict[str, Any], name: Text
) -> FlowHead:
    editing = product.flows.editing
    head = await editing.create(tx, by, name)
    named = {**data, "name": {"zh-CN": name.zh, "en": name.en}}
    await editing.save(tx, by, head.id, named, head.revision)
    return await editing.publish(tx, by, head.id)


def _to_queue(queue: QueueId, *, greets: bool) -> dict[str, Any]:
    """The shipped flow with a queue of its own; behind the menu nobody is greeted again."""
    data = default_flow_data("inbound")
    data["variables"] = [one for one in data["variables"] if one["name"] != "queue"]
    for node in data["nodes"].values():
        if node.get("queue") == "{queue}":
            node["queue"] = str(queue)
    if not greets:
        del data["nodes"]["welcome"]
        data["start"] = "look"
    return data


def _menu(behind: Mapping[str, str]) -> dict[str, Any]:
    """Each key leads to a flow; who presses nothing seeks anybody."""
    first = next(iter(_KEYS))
    nodes: dict[str, Any] = {
        "menu": {
            "verb": "menu",
            "title": {"zh-CN": "主菜单", "en": "Main menu"},
            "text": {"zh-CN": _MENU_ZH, "en": _MENU_EN},
            "options": _options(),
            "timeout_seconds": 5,
            "retries": 1,
            "exits": {
                **{key: f"to_{key}" for key in behind},
                _HOURS_KEY: "hours",
                "too_many": f"to_{first}",
            },
        },
        "hours": {
            "verb": "play",
            "title": {"zh-CN": "营业时间", "en": "Opening hours"},
            "text": {"zh-CN": _HOURS_ZH, "en": _HOURS_EN},
            "exits": {"next": "goodbye"},
        },
        "goodbye": {
            "verb": "play",
            "title": {"zh-CN": "谢谢您的来电，再见", "en": "Thank you, goodbye"},
            "prompts": ["goodbye"],
            "exits": {"next": "end"},
        },
        "end": {"verb": "end", "title": {"zh-CN": "结束", "en": "End"}, "exits": {}},
    }
    for key, flow in behind.items():
        _, zh, en = _KEYS[key]
        title = {"zh-CN": f"转{zh}", "en": en}
        nodes[f"to_{key}"] = {"verb": "transfer", "title": title, "flow": flow, "exits": {}}
    return {"variables": [], "start": "menu", "nodes": nodes}


def _options() -> list[dict[str, Any]]:
    titles = {key: (zh, en) for key, (_, zh, en) in _KEYS.items()}
    titles[_HOURS_KEY] = ("营业时间", "Opening hours")
    return [{"key": key, "title": {"zh-CN": zh, "en": en}} for key, (zh, en) in titles.items()]
