"""Tells the known holes in what set-up installs; `--refresh` asks OSV for newer knowledge first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from tools.advisories import (
    KNOWLEDGE,
    OLD_AFTER,
    Finding,
    Hole,
    check,
    read_accepted,
    read_knowledge,
    used_here,
)
from tools.console import say
from tools.osv import OsvFailed, refresh


def main(arguments: Sequence[str]) -> int:
    """0 when no open hole is known; 1 when one is, or when OSV could not be asked."""
    used, today = used_here(), datetime.now(UTC).date()
    code = 0
    if "--refresh" in arguments:
        try:
            refresh(used, KNOWLEDGE, today)
        except OsvFailed as problem:
            stays = say("OSV 问不到，文件没有改动：", "OSV could not be asked, the file stays: ")
            print(f"! {stays}{problem}")
            code = 1
    knowledge = read_knowledge()
    finding = check(used, knowledge["advisories"], read_accepted(), today)
    print("\n".join(report(finding, knowledge, len(used), today)))
    return 1 if finding.open else code


def report(finding: Finding, knowledge: dict[str, Any], count: int, today: date) -> list[str]:
    """The lines that a person reads: first what was asked and how old that is, then what is."""
    advisories, until = len(knowledge["advisories"]), knowledge["known_until"]
    age = (today - date.fromisoformat(until)).days
    lines = [
        say(
            f"{count} 个软件包对照 {advisories} 条公告；公告截至 {until}（{age} 天前）。"
            f"来源：{knowledge['source']['zh']}",
            f"{count} packages against {advisories} advisories, known until {until} "
            f"({age} days ago). Source: {knowledge['source']['en']}",
        )
    ]
    if age > OLD_AFTER:
        lines.append(
            say(
                f"! 公告已超过 {OLD_AFTER} 天。联网时请运行 ./lingting holes --refresh",
                f"! That is older than {OLD_AFTER} days. Online: ./lingting holes --refresh",
            )
        )
    lines += [f"✗ {_told(hole)}" for hole in finding.open]
    for hole, by in finding.accepted:
        until_day = say(f"接受到 {by.until}：", f"accepted until {by.until}: ")
        lines.append(f"· {_told(hole)} — {until_day}{by.reason}")
    for one in finding.unused:
        words = say("accepted.toml 中过期或不再需要：", "past its day or not needed any more: ")
        lines.append(f"! {words}{one.id} {one.package}")
    if finding.waiting:
        ids = ", ".join(f"{hole.used.name} {hole.ids[0]}" for hole in finding.waiting)
        lines.append(say("Debian 还没有修补：", "Not mended by Debian yet: ") + ids)
    if not finding.open:
        lines.append(say("没有已知而未处理的漏洞。", "No open hole is known."))
    return lines


def _told(hole: Hole) -> str:
    used, fixed = hole.used, ", ".join(hole.fixed)
    mended = say(f"（已修补于 {fixed}）", f" (mended in {fixed})") if fixed else ""
    return f"{used.ecosystem} {used.name} {used.version}: {hole.ids[0]} {hole.summary}{mended}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
