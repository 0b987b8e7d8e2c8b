"""A second flow for stories: a menu that times out, a message, a queue, a rating."""

from __future__ import annotations

from typing import Any

from lingting.kernel.ids import QueueId


def menu_flow(queue: QueueId) -> dict[str, Any]:
    """Key 1: people; 2: a message; 3: a number outside; nothing, or too often wrong: people."""

    def node(verb: str, exits: dict[str, str], **params: Any) -> dict[str, Any]:
        return {"verb": verb, "title": {"zh-CN": verb, "en": verb}, "exits": exits, **params}

    options = [{"key": key, "title": {"zh-CN": key, "en": key}} for key in "123"]
    return {
        "name": {"zh-CN": "投诉菜单", "en": "Complaints"},
        "start": "menu",
        "nodes": {
            "menu": node(
                "menu",
                {"1": "people", "2": "message", "3": "outside", "no_input": "message",
                 "too_many": "people"},
                prompts=["agents-busy-menu"],
                options=options,
                timeout_seconds=5,
            ),
            "people": node(
                "queue",
                {"answered": "rating", "no_agent": "message", "all_busy": "menu",
                 "failed": "message"},
                queue=str(queue),
                max_wait_seconds=60,
            ),
            "message": node("subflow", {"returned": "end", "failed": "end"}, flow="voicemail"),
            "outside": node(
                "dial",
                {"answered": "end", "no_answer": "message", "busy": "message",
                 "failed": "message"},
                number="01066668888",
                ring_seconds=20,
            ),
            "rating": node(
                "survey",
                {"rated": "end", "no_input": "end", "too_many": "end"},
                prompts=["survey"],
                timeout_seconds=5,
            ),
            "end": node("end", {}),
        },
    }  # fmt: skip
