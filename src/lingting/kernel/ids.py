"""Distinct id types and how new ids are made."""

import os
from datetime import datetime
from itertools import count
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
ListeningId = NewType("ListeningId", UUID)
FlowId = NewType("FlowId", UUID)
FlowSessionId = NewType("FlowSessionId", UUID)
PromptId = NewType("PromptId", UUID)
CustomerId = NewType("CustomerId", UUID)
AccessNumberId = NewType("AccessNumberId", UUID)


_made = count()


def new_id(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562 section 5.7): milliseconds, a 20-bit count, then 54 random bits.

    Ids sort by the time `at` they were made, so indexes grow at one end; those that one process
    makes in the same millisecond sort in the order they were made (section 6.2, method 1).
    """
    milliseconds = int(at.timestamp() * 1000) & (2**48 - 1)
    number = next(_made) & (2**20 - 1)
    random_bits = int.from_bytes(os.urandom(7)) & (2**54 - 1)
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (number >> 8) << 64
    value |= 0b10 << 62
    value |= (number & 0xFF) << 54
    value |= random_bits
    return UUID(int=value)
