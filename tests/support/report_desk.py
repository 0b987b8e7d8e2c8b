"""Reports as an administrator asks for them, over real stories of calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from support.voice import Voice


@dataclass
class Desk:
    """A company with reports, and a browser of its administrator."""

    voice: Voice
    client: httpx.AsyncClient

    async def report(self, key: str, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"/api/reports/{key}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def contacts(self, key: str, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"/api/reports/{key}/contacts", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()
