"""The filtered call log as a file; every export is in the audit trail."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from lingting.kernel.discretion import masked_text
from lingting.kernel.errors import Invalid
from lingting.platform.http.messages import Language
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.reporting import store
from lingting.reporting.domain.sheet import sheet
from lingting.reporting.domain.wanted import Cursor, Wanted
from lingting.reporting.reader import Reader
from lingting.reporting.schemas import CallOut
from lingting.reporting.service import CallLog
from lingting.tenancy.api import Tenancy

MOST = 10_000
AT_ONCE = 500

TITLES: Mapping[Language, tuple[str, ...]] = {
    "zh-CN": (
        "时间",
        "方向",
        "客户号码",
        "归属地",
        "客户",
        "被叫号码",
        "队列",
        "接听坐席",
        "等待秒数",
        "通话秒数",
        "转接次数",
        "结果",
        "离开的步骤",
        "挂断方",
        "评价",
        "通话编号",
    ),
    "en": (
        "Time",
        "Direction",
        "Number",
        "Region",
        "Customer",
        "Called",
        "Queue",
        "Answered by",
        "Waited (s)",
        "Talk (s)",
        "Transfers",
        "Outcome",
        "Step",
        "Hung up by",
        "Rating",
        "Call",
    ),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "in": ("呼入", "Inbound"),
    "out": ("呼出", "Outbound"),
    "in_progress": ("进行中", "In progress"),
    "answered": ("已接听", "Answered"),
    "message": ("已留言", "Message left"),
    "abandoned": ("已放弃", "Abandoned"),
    "overflowed": ("已溢出", "Overflowed"),
    "self_service": ("自助完成", "Self-service"),
    "not_connected": ("未接通", "Not connected"),
    "refused": ("系统繁忙拒接", "Refused: system busy"),
    "failed": ("失败", "Failed"),
    "customer": ("客户", "Customer"),
    "agent": ("坐席", "Agent"),
    "platform": ("平台", "Platform"),
    "network": ("线路", "Network"),
    "outside": ("外线", "Outside"),
}


class ExportTooLarge(Invalid):
    """More calls fit than one file takes."""


class CallExport:
    """Writes the log out for people with `calls.export`."""

    def __init__(self, kit: Kit, log: CallLog, trail: Trail, companies: Tenancy) -> None:
        self._kit = kit
        self._log = log
        self._trail = trail
        self._companies = companies

    async def file(self, reader: Reader, wanted: Wanted, about: Mapping[str, str]) -> str:
        """The file's text; `about` are the filters as they were asked. Raises ExportTooLarge."""
        company = await self._companies.by_id(reader.tenant)
        zone = ZoneInfo(company.time_zone)
        found = await self._calls(reader, wanted)
        async with self._kit.db.transaction(reader.tenant) as tx:
            filters = {key: masked_text(value) for key, value in about.items()}
            details = {"calls": len(found), "filters": filters}
            await self._trail.record(tx, reader.principal, "calls.export", "calls", details)
        rows = [_row(call, zone, reader.language) for call in found]
        return sheet(TITLES[reader.language], rows)

    async def _calls(self, reader: Reader, wanted: Wanted) -> list[CallOut]:
        """All that fit, in parts, so that nobody waits for one long query."""
        found: list[CallOut] = []
        after: Cursor | None = None
        fixed = replace(wanted, until=wanted.until or self._kit.clock.now())
        while True:
            async with self._kit.db.transaction(reader.tenant) as tx:
                rows = await store.page(tx.conn, fixed, AT_ONCE, after)
                found += await self._log.shown(tx, reader, rows)
            if len(found) > MOST:
                raise ExportTooLarge(limit=MOST)
            if len(rows) < AT_ONCE:
                return found
            after = Cursor(rows[-1]["began_at"], rows[-1]["id"])


def _row(call: CallOut, zone: ZoneInfo, language: Language) -> list[Any]:
    english = language == "en"

    def word(key: str | None) -> str:
        return WORDS.get(key or "", (key or "", key or ""))[english]

    label = call.rating.label if call.rating else None
    return [
        call.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        word(call.direction),
        call.caller.shown,
        call.caller.region,
        call.caller.name,
        call.called,
        call.queue.name if call.queue else None,
        ", ".join(agent.name or "" for agent in call.agents if agent.answered),
        round(call.wait_seconds),
        round(call.talk_seconds),
        call.transfers,
        word(call.outcome),
        call.outcome_step,
        word(call.hung_up_by),
        (label.en if english else label.zh) if label else None,
        call.id,
    ]
