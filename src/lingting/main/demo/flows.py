"""The demonstration company's flows: a menu before the shipped inbound flow, and direct lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingting.flows.api import Text
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
    vip = _to_queue(queues[QueueKey.VIP])
    made[Line.VIP] = await _publish(product, tx, by, vip, Text("贵宾专线流程", "VIP line"))
    menu = _menu_before(default_flow_data("inbound"), queues)
    made[Line.MAIN] = await _publish(product, tx, by, menu, Text("总机流程", "Main number"))
    return made


async def _publish(
    product: Product, tx: Transaction, by: Principal, data: dict[str, Any], name: Text
) -> FlowId:
    editing = product.flows.editing
    head = await editing.create(tx, by, name)
    named = {**data, "name": {"zh-CN": name.zh, "en": name.en}}
    await editing.save(tx, by, head.id, named, head.revision)
    await editing.publish(tx, by, head.id)
    return head.id


def _to_queue(queue: QueueId) -> dict[str, Any]:
    """The shipped flow with a queue of its own."""
    data = default_flow_data("inbound")
    for variable in data["variables"]:
        if variable["name"] == "queue":
            variable["initial"] = str(queue)
    return data


def _menu_before(data: dict[str, Any], queues: Mapping[QueueKey, QueueId]) -> dict[str, Any]:
    """The shipped flow behind a menu: each key sets the queue and goes where the flow looks for
    an agent. Who presses nothing seeks anybody."""
    nodes = data["nodes"]
    del nodes["welcome"]
    for key, (queue, zh, en) in _KEYS.items():
        nodes[f"choose_{key}"] = {
            "verb": "set",
            "title": {"zh-CN": zh, "en": en},
            "values": [{"variable": "queue", "value": str(queues[queue])}],
            "exits": {"next": "look"},
        }
    nodes["hours"] = {
        "verb": "play",
        "title": {"zh-CN": "营业时间", "en": "Opening hours"},
        "text": {"zh-CN": _HOURS_ZH, "en": _HOURS_EN},
        "exits": {"next": "goodbye"},
    }
    nodes["menu"] = {
        "verb": "menu",
        "title": {"zh-CN": "主菜单", "en": "Main menu"},
        "text": {"zh-CN": _MENU_ZH, "en": _MENU_EN},
        "options": _options(),
        "timeout_seconds": 5,
        "retries": 1,
        "exits": {
            **{key: f"choose_{key}" for key in _KEYS},
            _HOURS_KEY: "hours",
            "too_many": "choose_1",
        },
    }
    return {**data, "start": "menu"}


def _options() -> list[dict[str, Any]]:
    titles = {key: (zh, en) for key, (_, zh, en) in _KEYS.items()}
    titles[_HOURS_KEY] = ("营业时间", "Opening hours")
    return [{"key": key, "title": {"zh-CN": zh, "en": en}} for key, (zh, en) in titles.items()]
