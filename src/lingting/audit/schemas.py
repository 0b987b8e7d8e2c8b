"""Wire models of the trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class EntryOut(BaseModel):
    """An entry of the trail."""

    id: UUID
    at: datetime
    user_id: UUID | None
    account: str | None
    user_name: str | None
    action: str
    target: str
    address: str | None
    details: dict[str, Any]
