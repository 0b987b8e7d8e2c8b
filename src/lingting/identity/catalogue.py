"""The names of all permissions and menus, from the features' `permissions.json` and `menus.json`.

`permissions.json`: `{name: {"layer": "seat"|"platform", "zh-CN": …, "en": …}}`; `menus.json` has
`permissions` besides, of which one opens the page. A feature keeps the files beside its
`messages.json`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from lingting.identity.domain.roles import Layer, Menu, Permission

_PACKAGE = Path(__file__).parents[1]


@cache
def permissions() -> dict[str, Permission]:
    """Every permission by name; two owners of one name are refused."""
    return {
        name: Permission(name, Layer(one["layer"]), one["zh-CN"], one["en"])
        for name, one in _read("permissions.json").items()
    }


@cache
def menus() -> dict[str, Menu]:
    """Every menu by name, feature by feature."""
    return {
        name: Menu(
            name, Layer(one["layer"]), one["zh-CN"], one["en"], frozenset(one["permissions"])
        )
        for name, one in _read("menus.json").items()
    }


def _read(file_name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(_PACKAGE.glob(f"**/{file_name}")):
        for name, one in json.loads(file.read_text("utf-8")).items():
            if name in found:
                raise ValueError(f"{name} is named twice, the second time in {file}")
            found[name] = one
    return found
