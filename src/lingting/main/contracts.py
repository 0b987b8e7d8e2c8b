"""Writes what others rely on: the HTTP interface, the events, the settings, the machines."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from prometheus_client import Metric

from lingting.acd.domain.states import MACHINES as ACD_MACHINES
from lingting.calls.domain.listening import LISTENING
from lingting.calls.domain.machines import CALL, LEG
from lingting.kernel.events import event_types
from lingting.main.wiring import app_of, wire_with_asterisk
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.reporting.domain.catalogue import ALL_METRICS, REPORTS

ROOT = Path(__file__).parents[3]


def contracts() -> dict[Path, str]:
    """Every generated file of the repository and its text."""
    kit = make_kit(Settings(), "postgresql:///nowhere")
    app = app_of(wire_with_asterisk(kit))
    families = list(kit.metrics.registry.collect())
    return {
        ROOT / "contracts/openapi.json": _json(app.openapi()),
        ROOT / "contracts/events.schema.json": _json(_events()),
        ROOT / "docs/reference/settings.md": _settings(),
        ROOT / "docs/reference/states.md": _states(),
        ROOT / "docs/algorithms/metrics.md": _metrics(),
        ROOT / "docs/reference/prometheus.md": _prometheus(families),
    }


def write() -> list[Path]:
    """Writes what differs; answers which files changed."""
    changed: list[Path] = []
    for path, text in contracts().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            changed.append(path)
    return changed


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _events() -> dict[str, Any]:
    """JSON schemas by wire name; the envelope adds `seq`, `tenant` and `name`."""
    types = dict(sorted(event_types().items()))
    schemas, components = msgspec.json.schema_components(
        list(types.values()), ref_template="#/$defs/{name}"
    )
    return {"events": dict(zip(types, schemas, strict=True)), "$defs": components}


def _settings() -> str:
    rows = [
        "# Settings of the installation",
        "",
        "Environment variables, read at start. What a company sets for itself is in the product.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        rows.append(f"| `LINGTING_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


PROMETHEUS = """# Metrics for Prometheus

What `/metrics` of `serve` tells Prometheus, beside the usual `process_…` ones. Counters end in
`_total` there, histograms have `_bucket`, `_sum` and `_count`. No label names a person, a number
or a company.

| metric | type | meaning |
|---|---|---|
"""


def _prometheus(families: Iterable[Metric]) -> str:
    rows = [
        f"| `{one.name}` | {one.type} | {one.documentation} |"
        for one in sorted(families, key=lambda one: one.name)
        if one.name.startswith("lingting_")
    ]
    return PROMETHEUS + "\n".join(rows) + "\n"


def _states() -> str:
    parts = ["# State machines", "", "Drawn from the tables in the code."]
    for machine in (*ACD_MACHINES, CALL, LEG, LISTENING):
        parts += ["", f"## {machine.name}", "", "```mermaid", machine.mermaid().rstrip(), "```"]
    return "\n".join(parts) + "\n"


def _metrics() -> str:
    parts = [
        "# Metrics 指标",
        "",
        "Every number of reports, from the tables in the code (`reporting/domain/*_metrics.py`). "
        "The columns of a report are metrics of its source; lengths are kept in milliseconds.",
    ]
    for source, title in SOURCES.items():
        parts += [
            "",
            f"## {title}",
            "",
            "| key | 名称 name | unit | formula | 定义 definition |",
            "|---|---|---|---|---|",
        ]
        parts += [
            f"| `{one.key}` | {one.name.zh} {one.name.en} | {one.unit.value} "
            f"| {one.formula} | {one.definition.zh} {one.definition.en} |"
            for one in ALL_METRICS.values()
            if one.source.value == source
        ]
    parts += ["", "## Reports 报表", "", "| key | 名称 name | 说明 about |", "|---|---|---|"]
    parts += [
        f"| `{one.key}` | {one.name.zh} {one.name.en} | {one.about.zh} {one.about.en} |"
        for one in REPORTS.values()
    ]
    return "\n".join(parts) + "\n"


SOURCES = {
    "queue": "Queues 队列",
    "agent": "Agents 坐席",
    "contact": "Calls 来电",
    "step": "Flow steps 流程步骤",
}
