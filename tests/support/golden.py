"""Golden traces: what the server sent in a story, kept for the client's tests to replay."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "contracts" / "realtime"
WRITE = "LINGTING_WRITE_TRACES"
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def compare(name: str, trace: list[dict[str, Any]]) -> None:
    """Holds a trace against the kept one; ids are numbered, since each run makes its own.

    With the environment's LINGTING_WRITE_TRACES the kept one is written anew instead.
    """
    text = _numbered(json.dumps(trace, ensure_ascii=False, indent=1, sort_keys=True)) + "\n"
    path = FOLDER / f"{name}.json"
    if os.environ.get(WRITE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    kept = path.read_text("utf-8") if path.exists() else ""
    assert text == kept, f"{path.name} differs; when that is meant: {WRITE}=1 ./lingting test flow"


def _numbered(text: str) -> str:
    known: dict[str, str] = {}
    return _ID.sub(lambda found: known.setdefault(found[0], f"id-{len(known) + 1}"), text)
