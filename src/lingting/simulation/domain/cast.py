"""Who plays: the demonstration company's people, groups, queues and numbers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Line(Enum):
    """A number of the company and what it leads to."""

    MAIN = "main"
    """总机: a menu."""
    SERVICE = "service"
    """售后专线: straight into a queue."""
    VIP = "vip"
    """贵宾专线: straight into a queue of its own."""


class Group(Enum):
    """A skill group."""

    ENQUIRY = "enquiry"
    SERVICE = "service"
    COMPLAINT = "complaint"


class QueueKey(Enum):
    """A queue."""

    ENQUIRY = "enquiry"
    SERVICE = "service"
    COMPLAINT = "complaint"
    VIP = "vip"


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent of the company: his account and name, his skills with their levels."""

    account: str
    name: str
    skills: tuple[tuple[Group, int], ...]


NUMBERS = {Line.MAIN: "8100", Line.SERVICE: "8200", Line.VIP: "8300"}
"""What callers dial."""
LINE_NAMES = {Line.MAIN: "总机", Line.SERVICE: "售后专线", Line.VIP: "贵宾专线"}
GROUP_NAMES = {Group.ENQUIRY: "咨询组", Group.SERVICE: "售后组", Group.COMPLAINT: "投诉组"}
QUEUE_NAMES = {
    QueueKey.ENQUIRY: "业务咨询",
    QueueKey.SERVICE: "售后服务",
    QueueKey.COMPLAINT: "投诉建议",
    QueueKey.VIP: "贵宾服务",
}


E, S, C = Group.ENQUIRY, Group.SERVICE, Group.COMPLAINT

AGENTS = (
    Colleague("agent1", "李静", ((E, 8), (C, 5))),
    Colleague("agent2", "王磊", ((E, 5), (S, 4))),
    Colleague("agent3", "张敏", ((E, 9), (C, 8))),
    Colleague("agent4", "刘洋", ((S, 8),)),
    Colleague("agent5", "陈晨", ((S, 6), (E, 4))),
    Colleague("agent6", "杨帆", ((S, 9), (C, 6))),
    Colleague("agent7", "赵雪", ((E, 6),)),
    Colleague("agent8", "黄婷", ((E, 7), (C, 7))),
    Colleague("agent9", "周凯", ((S, 5), (E, 5))),
    Colleague("agent10", "吴娜", ((E, 4), (S, 7))),
    Colleague("agent11", "徐强", ((C, 9), (S, 6))),
    Colleague("agent12", "孙丽", ((E, 8), (S, 5))),
)
"""Those whom the simulation plays, in the order in which a smaller crew is taken."""
VISITOR = Colleague("agent0", "体验坐席", ((E, 8), (S, 8), (C, 8)))
"""The seat of the person who tries the product; the simulation never plays it."""
