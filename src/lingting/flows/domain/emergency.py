"""The flow of last resort: an apology, goodbye, release; no caller is dropped in silence."""

from __future__ import annotations

from lingting.flows.domain.document import FlowDocument, read_document

EMERGENCY_FLOW: FlowDocument = read_document(
    {
        "name": {"zh-CN": "系统错误处理", "en": "System error"},
        "start": "apology",
        "nodes": {
            "apology": {
                "verb": "play",
                "title": {"zh-CN": "系统错误提示", "en": "Apology"},
                "prompts": ["system-error", "goodbye"],
                "interruptible": False,
                "exits": {"next": "end"},
            },
            "end": {
                "verb": "end",
                "title": {"zh-CN": "结束", "en": "End"},
                "then": "release",
                "exits": {},
            },
        },
    }
)
