"""Distinct id types and how new ids are made."""

import os
from datetime import datetime
from typing import NewType
from uuid import UUID

TenantId = NewType("TenantId", UUID)
UserId = NewType("UserId", UUID)
RoleId = NewType("RoleId", UUID)
SeatId = NewType("SeatId", UUID)
SessionId = NewType("SessionId", UUID)
AgentId = NewType("AgentId", UUID)
"""An agent is a user who has a seat; the value equals the user's id."""
SkillGroupId = NewType("SkillGroupId", UUID)
QueueId = NewType("QueueId", UUID)
WorkItemId = NewType("WorkItemId", UUID)
OfferId = NewType("OfferId", UUID)
CallId = NewType("CallId", UUID)
LegId = NewType("LegId", UUID)
BridgeId = NewType("BridgeId", UUID)
PlayId = NewType("PlayId", UUID)
RecordingId = NewType("RecordingId", UUID)
FlowId = NewType("FlowId", UUID)
FlowSessionId = NewType("FlowSessionId", UUID)
PromptId = NewType("PromptId", UUID)
CustomerId = NewType("CustomerId", UUID)
AccessNumberId = NewType("AccessNumberId", UUID)


def new_id(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits.

    Ids sort by the time `at` they were made, so indexes grow at one end.
    """
    milliseconds = int(at.timestamp() * 1000) & (2**48 - 1)
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (random_bits >> 68 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random_bits & (2**62 - 1)
    return UUID(int=value)
