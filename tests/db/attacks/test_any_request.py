"""Requests that nobody would write, drawn from the interface's own description.

No answer may be an error of the server, and what is described is answered as described. The draw
is fixed; LINGTING_FUZZ=20 draws twenty times as many (a nightly size), LINGTING_FUZZ_SEED others.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx
import pytest

from support.attacked import Attacked

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]

ROUNDS = 3 * int(os.environ.get("LINGTING_FUZZ", "1"))
SEED = int(os.environ.get("LINGTING_FUZZ_SEED", "1"))
WORDS = (
    "", " ", "0", "-1", "null", "x" * 300, "\u202e", "\ud7ff\uffff", "\0", "a\r\nb", "%00", "../..",
    "'; DROP TABLE users; --", "<img src=x onerror=alert(1)>", "{{7*7}}", "${x}", "=1+1", "😀" * 40,
    "9" * 40, "2026-13-45", "NaN", "13800138000", "admin", "zh-CN", "today", "traffic", "ⅷ", "İ",
)  # fmt: skip
NUMBERS = (0, 1, -1, 10, 2**31, 2**63, -(2**63), 2**70, 1.5, 1e308)
AWAY = ("/api/auth/logout",)


class Draw:
    """Values that mostly fit their description, and now and then do not."""

    def __init__(self, chance: random.Random, description: Mapping[str, Any], ids: list[str]):
        self.chance = chance
        self._schemas = description["components"]["schemas"]
        self._ids = ids

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        if self.chance.random() < 0.06 or depth > 8:
            return self.chance.choice([None, [], {}, True, *WORDS, *NUMBERS[:8]])
        if "$ref" in schema:
            return self.value(self._schemas[schema["$ref"].rsplit("/", 1)[1]], depth)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.value(self.chance.choice(schema[choice]), depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        return self._plain(schema, depth)

    def _plain(self, schema: Mapping[str, Any], depth: int) -> Any:
        match schema.get("type"):
            case "object":
                needed = schema.get("required", [])
                return {
                    name: self.value(one, depth + 1)
                    for name, one in schema.get("properties", {}).items()
                    if name in needed or self.chance.random() < 0.6
                }
            case "array":
                many = self.chance.choice([0, 1, 1, 2, 5])
                return [self.value(schema.get("items", {}), depth + 1) for _ in range(many)]
            case "integer" | "number":
                fit = self.chance.randint(
                    int(schema.get("minimum", 0)), int(schema.get("maximum", 50))
                )
                return self.chance.choice([fit, fit, *NUMBERS[:8]])
            case "boolean":
                return self.chance.random() < 0.5
            case "string":
                return self.text(schema)
            case _:
                return self.chance.choice([None, {}, "x"])

    def text(self, schema: Mapping[str, Any]) -> str:
        match schema.get("format"):
            case "uuid":
                made_up = str(UUID(int=self.chance.getrandbits(128)))
                return self.chance.choice([*self._ids, made_up])
            case "date" | "date-time":
                known = ("2026-03-02", "2026-03-02T08:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z")
                return self.chance.choice(known)
            case _:
                return self.chance.choice([*WORDS, "客户服务", "01055551234"])


async def _ask(
    client: httpx.AsyncClient, draw: Draw, method: str, path: str, operation: Mapping[str, Any]
) -> httpx.Response:
    named = {one["name"]: one for one in operation.get("parameters", [])}

    def part(found: re.Match[str]) -> str:
        schema = named.get(found[1], {}).get("schema", {"type": "string"})
        return httpx.QueryParams({"": str(draw.value(schema))}).__str__().removeprefix("=") or "x"

    query = {
        name: str(draw.value(one["schema"]))
        for name, one in named.items()
        if one["in"] == "query" and (one.get("required") or draw.chance.random() < 0.4)
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    more = {"json": draw.value(body["schema"])} if body else {}
    address = re.sub(r"\{(\w+)\}", part, path)
    return await client.request(method.upper(), address, params=query, **more)


@pytest.mark.parametrize("role", ["everything", "agent"])
async def test_no_request_is_an_error_of_the_server(installation: Attacked, role: str) -> None:
    company = installation.companies["one"]
    description = installation.app.openapi()
    chance = random.Random(SEED)
    draw = Draw(chance, description, sorted(company.ids.values()))
    wrong: list[str] = []
    good = asked = 0
    for _ in range(ROUNDS):
        who = company.person("leader", frozenset({"*"}))
        client = installation.browser(who) if role == "everything" else None
        client = client or await installation.log_in("agent1")
        for path, operations in sorted(description["paths"].items()):
            for method, operation in sorted(operations.items()):
                if path in AWAY:
                    continue
                answer = await _ask(client, draw, method, path, operation)
                asked += 1
                good += answer.is_success
                wrong += _judged(answer, operation)
                await installation.settle()
    assert not wrong, "\n".join(wrong)
    assert asked > 100 * ROUNDS
    assert good > asked / 20, "nearly everything was refused: nothing was tried"


def _judged(answer: httpx.Response, operation: Mapping[str, Any]) -> list[str]:
    request = answer.request
    name = f"{request.method} {request.url} {request.content[:300]!r}: {answer.status_code}"
    if answer.status_code >= 500:
        return [name]
    if answer.is_success:
        return [] if str(answer.status_code) in operation["responses"] else [f"{name} undescribed"]
    kind = answer.headers.get("content-type", "")
    return [] if kind == "application/problem+json" else [f"{name} is no problem but {kind}"]
