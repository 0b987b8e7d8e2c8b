"""The demonstration company in memory, as far as virtual time needs it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from lingting.acd.domain.busy_reasons import STANDARD
from lingting.acd.domain.queues import Member, QueueConfig, Requirement, SkillGroup
from lingting.flows.default_flows import default_flow_data
from lingting.flows.domain.document import FlowDocument, read_document
from lingting.flows.domain.library import library_of
from lingting.kernel.ids import (
    AccessNumberId,
    AgentId,
    CustomerId,
    FlowId,
    QueueId,
    SkillGroupId,
    TenantId,
)
from lingting.kernel.phone import parse_phone
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.sounds import LANGUAGES, Language
from lingting.simulation.domain.arrivals import ArrivalPattern
from lingting.simulation.domain.cast import AGENTS, Group, Line, QueueKey
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.journal import Journal
from lingting.simulation.virtual.life import Cast, Life
from lingting.simulation.virtual.sounds import ReadAloud
from lingting.simulation.virtual.stage import Company, KnownCustomer, Number

SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
ZONE = "Asia/Shanghai"
MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""Midnight of Monday in Shanghai."""
NEEDS = {
    QueueKey.ENQUIRY: Group.ENQUIRY,
    QueueKey.SERVICE: Group.SERVICE,
    QueueKey.COMPLAINT: Group.COMPLAINT,
    QueueKey.VIP: Group.ENQUIRY,
}
FLOWS = {Line.MAIN: "main", Line.SERVICE: "service", Line.VIP: "vip"}


def named(*name: str) -> UUID:
    return uuid5(SPACE, "/".join(name))


def queue_id(key: QueueKey) -> QueueId:
    return QueueId(named("queue", key.value))


def company(world: World, crew: int = 12) -> Company:
    """Its first `crew` agents, its queues, its numbers."""
    agents = AGENTS[:crew]
    groups = tuple(
        SkillGroup(
            id=SkillGroupId(named("group", group.value)),
            name=group.value,
            members=tuple(
                Member(agent=AgentId(named("agent", one.account)), level=dict(one.skills)[group])
                for one in agents
                if group in dict(one.skills)
            ),
        )
        for group in Group
    )
    queues = tuple(
        QueueConfig(
            id=queue_id(key),
            name=key.value,
            requirements=(Requirement(SkillGroupId(named("group", group.value))),),
            priority=8 if key is QueueKey.VIP else 4,
        )
        for key, group in NEEDS.items()
    )
    customers = {
        parse_phone(one.phone).key: KnownCustomer(
            id=CustomerId(named("customer", one.phone)), name=one.name, level=one.level
        )
        for one in world.customers
    }
    return Company(
        tenant=TenantId(named("company")),
        zone=ZONE,
        groups=groups,
        queues=queues,
        busy_codes=tuple(one.code for one in STANDARD if not one.system),
        library=library_of(_flows()),
        numbers=tuple(_lines().values()),
        customers=customers,
    )


def cast(crew: int = 12) -> Cast:
    return Cast(
        agents={one.account: AgentId(named("agent", one.account)) for one in AGENTS[:crew]},
        queues={key: queue_id(key) for key in QueueKey},
        lines=_lines(),
    )


def life(
    seed: int, journal: Journal, *, peak: float = 60.0, crew: int = 12, begins: datetime = MONDAY
) -> Life:
    """A world of that seed, about to begin on a Monday."""
    world = World(seed)
    words: dict[tuple[str, Language], str] = {
        (key, language): prompt.text(language)
        for key, prompt in default_prompts().items()
        for language in LANGUAGES
    }
    pattern = ArrivalPattern(peak_per_hour=peak, zone=ZoneInfo(ZONE))
    seconds = ReadAloud(words)
    return Life(world, company(world, crew), cast(crew), begins, journal, seconds, pattern)


def _lines() -> dict[Line, Number]:
    return {
        line: Number(
            id=AccessNumberId(named("number", line.value)),
            number=f"800{place}",
            flow=FlowId(named("flow", FLOWS[line])),
            flow_key=FLOWS[line],
        )
        for place, line in enumerate(Line, start=1)
    }


def _flows() -> dict[str, FlowDocument]:
    flows = {"voicemail": read_document(default_flow_data("voicemail"))}
    for key in QueueKey:
        data = default_flow_data("inbound")
        for variable in data["variables"]:
            if variable["name"] == "queue":
                variable["initial"] = str(queue_id(key))
        flows[key.value] = read_document(data)
    flows["main"] = read_document(_MENU)
    return flows


_MENU = {
    "name": {"zh-CN": "总机", "en": "Main"},
    "start": "menu",
    "nodes": {
        "menu": {
            "verb": "menu",
            "title": {"zh-CN": "主菜单", "en": "Main menu"},
            "text": {"zh-CN": "咨询订单请按1，售后请按2，投诉请按3，营业时间请按4。", "en": ""},
            "options": [{"key": key, "title": {"zh-CN": key, "en": key}} for key in "1234"],
            "exits": {
                "1": "enquiry",
                "2": "service",
                "3": "complaint",
                "4": "hours",
                "too_many": "end",
            },
        },
        "hours": {
            "verb": "play",
            "title": {"zh-CN": "营业时间", "en": "Hours"},
            "text": {"zh-CN": "我们的营业时间是每天八点到二十二点。", "en": ""},
            "exits": {"next": "menu"},
        },
        **{
            key: {
                "verb": "subflow",
                "title": {"zh-CN": key, "en": key},
                "flow": key,
                "exits": {"returned": "end", "failed": "end"},
            }
            for key in ("enquiry", "service", "complaint")
        },
        "end": {"verb": "end", "title": {"zh-CN": "结束", "en": "End"}, "exits": {}},
    },
}
