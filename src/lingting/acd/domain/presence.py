"""What an agent wants, apart from what he is given."""

from datetime import datetime

from lingting.acd.domain.floor import Agent, Floor
from lingting.acd.domain.lanes import refresh
from lingting.acd.domain.states import PRESENCE, Presence, PresenceBy, Work
from lingting.acd.events import PresenceChanged


def set_presence(
    floor: Floor, agent: Agent, trigger: PresenceBy, reason: str | None, by: str, now: datetime
) -> None:
    """Moves the presence machine and tells it; the same state again is no news."""
    was, was_reason = agent.presence, agent.reason
    wanted = PRESENCE.next(was, trigger)
    if wanted is was and reason == was_reason:
        return
    agent.presence, agent.reason = wanted, reason
    if agent.work is Work.FREE:
        agent.since = now
    if wanted is Presence.IDLE:
        agent.idle_since = now
    floor.told.append(
        PresenceChanged(
            at=now,
            agent=agent.id,
            was=was.value,
            was_reason=was_reason,
            presence=wanted.value,
            reason=reason,
            by=by,
        )
    )
    refresh(floor, agent)
