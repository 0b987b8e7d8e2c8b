"""The flows that a new company gets, read from the package's data."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from lingting.flows.domain.document import FlowDocument, read_document

DEFAULT_FLOWS = ("inbound", "voicemail")
"""Keys of the shipped flows: 呼叫中心接听流程 and 留言子程序."""


def default_flow_data(key: str) -> dict[str, Any]:
    """The JSON form of a shipped flow."""
    text = resources.files("lingting.flows").joinpath("data", f"{key}.json").read_text("utf-8")
    return json.loads(text)


def default_flows() -> dict[str, FlowDocument]:
    """All shipped flows by key."""
    return {key: read_document(default_flow_data(key)) for key in DEFAULT_FLOWS}
