"""The smallest body that a route's own description allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

Schema = Mapping[str, Any]


class Bodies:
    """Makes JSON from the schemas of an OpenAPI description; every id in it is `an_id`."""

    def __init__(self, description: Schema, an_id: str | None = None, word: str = "x") -> None:
        self._description = description
        self._word = word
        self.an_id = an_id or str(uuid4())
        self.ids = 0
        """How many ids were put in."""

    def of(self, operation: Schema, *, full: bool = False) -> Any:
        """The body of an operation; `full`: with everything that may be left out."""
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        self.ids = 0
        return self._value(content["application/json"]["schema"], full)

    def _value(self, schema: Schema, full: bool) -> Any:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return self._value(self._description["components"]["schemas"][name], full)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._value(schema[choice][0], full)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                return self._object(schema, full)
            case "array":
                wanted = schema.get("minItems", 1 if full else 0)
                return [self._value(schema["items"], full) for _ in range(wanted)]
            case "string":
                return self._text(schema)
            case "integer" | "number":
                return max(schema.get("minimum", 1), 1)
            case "boolean":
                return True
            case _:
                return {}

    def _object(self, schema: Schema, full: bool) -> dict[str, Any]:
        wanted = schema.get("properties", {}) if full else schema.get("required", [])
        return {name: self._value(schema["properties"][name], full) for name in wanted}

    def _text(self, schema: Schema) -> str:
        match schema.get("format"):
            case "uuid":
                self.ids += 1
                return self.an_id
            case "date":
                return "2026-01-05"
            case "date-time":
                return "2026-01-05T08:00:00Z"
            case "binary":
                return ""
            case _:
                return self._word * max(schema.get("minLength", 1), 1)
