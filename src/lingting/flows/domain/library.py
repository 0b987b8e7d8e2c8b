"""The published flows that a step may need, in memory."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lingting.flows.domain.document import FlowDocument

EMERGENCY = "emergency"
"""The key of the built-in flow that runs when a flow breaks."""


class Library(msgspec.Struct, frozen=True):
    """Documents by key and version; `published` says which version of a key is in use."""

    documents: Mapping[tuple[str, int], FlowDocument]
    published: Mapping[str, int]

    def document(self, flow: str, version: int) -> FlowDocument | None:
        """The document of a version, also of one that is no longer in use."""
        return self.documents.get((flow, version))


def library_of(flows: Mapping[str, FlowDocument]) -> Library:
    """A library in which each flow has version 1."""
    return Library({(key, 1): flow for key, flow in flows.items()}, dict.fromkeys(flows, 1))
