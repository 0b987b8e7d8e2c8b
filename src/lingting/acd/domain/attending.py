"""What agents do: log in, sign in, be idle or busy, be engaged, wrap up."""

from datetime import datetime, timedelta
from uuid import UUID

from lingting.acd.domain import busy_reasons
from lingting.acd.domain.dues import Due
from lingting.acd.domain.errors import (
    AgentEngaged,
    BusyReasonUnknown,
    LogOutNeedsBusy,
    NotLoggedIn,
    NotSignedIn,
    NotWrappingUp,
)
from lingting.acd.domain.floor import Agent, Floor, HandOut, Item
from lingting.acd.domain.lanes import enter_lines, leave_lines, refresh
from lingting.acd.domain.offering import reject, take_back, turn_work
from lingting.acd.domain.placing import release_reserved, unplace, waited_seconds
from lingting.acd.domain.presence import set_presence
from lingting.acd.domain.queueing import end_served
from lingting.acd.domain.states import (
    ITEM,
    SIGN_IN,
    ItemBy,
    ItemState,
    Method,
    Presence,
    PresenceBy,
    SignIn,
    SignInBy,
    Work,
    WorkBy,
)
from lingting.acd.events import (
    AgentPhoneFound,
    AgentPhoneLost,
    AutoIdleChanged,
    SignInChanged,
    WorkItemAssigned,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpStarted,
)
from lingting.kernel.ids import AgentId


def agent_of(floor: Floor, agent_id: AgentId, now: datetime) -> Agent:
    """The agent; one who was never seen before is logged out."""
    agent = floor.agents.get(agent_id)
    if agent is None:
        agent = floor.agents[agent_id] = Agent(id=agent_id, since=now, idle_since=now)
        floor.touched_agents.add(agent)
    return agent


def log_in(floor: Floor, agent: Agent, now: datetime) -> None:
    """After login the seat is busy (STATE-02); logging in again is no news."""
    if agent.sign_in is not SignIn.LOGGED_OUT:
        return
    _turn_sign_in(floor, agent, SignInBy.LOG_IN, None, now)
    set_presence(floor, agent, PresenceBy.COME, busy_reasons.AFTER_LOGIN, "system", now)


def log_out(floor: Floor, agent: Agent, now: datetime, *, forced: bool = False) -> None:
    """Possible only when busy and without work (STATE-05); `forced` ends all but a talk."""
    if agent.sign_in is SignIn.LOGGED_OUT:
        return
    if agent.work is Work.ENGAGED:
        raise AgentEngaged(agent=agent.id)
    calm = agent.presence is Presence.BUSY and agent.work is Work.FREE
    if not calm and not forced:
        raise LogOutNeedsBusy(agent=agent.id)
    _lay_down_work(floor, agent, "logged_out", now)
    _turn_sign_in(floor, agent, SignInBy.LOG_OUT, None, now)
    set_presence(floor, agent, PresenceBy.LEAVE, None, "system" if forced else "agent", now)
    release_reserved(floor, agent, "not_signed_in")


def leave_for_good(floor: Floor, agent: Agent, now: datetime) -> None:
    """The person left the company: his talk counts as over, nothing rings at him any more."""
    release(floor, agent, now)
    come_back(floor, agent, now)
    log_out(floor, agent, now, forced=True)


def sign_in(floor: Floor, agent: Agent, method: Method, now: datetime) -> None:
    """签入: from now on he may serve, once he is idle; again with another method moves him."""
    if agent.sign_in is SignIn.LOGGED_OUT:
        raise NotLoggedIn(agent=agent.id)
    if agent.method is method:
        return
    if agent.work is Work.ENGAGED:
        raise AgentEngaged(agent=agent.id)
    if agent.offer is not None:
        take_back(floor, agent.offer, "signed_out", now)
    _turn_sign_in(floor, agent, SignInBy.SIGN_IN, method, now)


def sign_out(floor: Floor, agent: Agent, now: datetime, by: str = "agent") -> None:
    """签出: he stays logged in and busy."""
    if agent.sign_in is not SignIn.SIGNED_IN:
        raise NotSignedIn(agent=agent.id)
    if agent.work is Work.ENGAGED:
        raise AgentEngaged(agent=agent.id)
    _lay_down_work(floor, agent, "signed_out", now)
    if agent.presence is not Presence.BUSY:
        set_presence(floor, agent, PresenceBy.SET_BUSY, busy_reasons.SIGNED_OUT, by, now)
    _turn_sign_in(floor, agent, SignInBy.SIGN_OUT, None, now)
    release_reserved(floor, agent, "not_signed_in")


def set_busy(floor: Floor, agent: Agent, reason: str, by: str, now: datetime) -> None:
    """置忙 with a reason of the company's list; a call that rings goes on to somebody else."""
    if agent.sign_in is SignIn.LOGGED_OUT:
        raise NotLoggedIn(agent=agent.id)
    if reason not in floor.busy_codes:
        raise BusyReasonUnknown(field="reason", reason=reason)
    agent.idle_after = False
    floor.touched_agents.add(agent)
    if agent.offer is not None:
        offer = agent.offer
        set_presence(floor, agent, PresenceBy.SET_BUSY, reason, by, now)
        reject(floor, offer.id, "set_busy", now)
    else:
        set_presence(floor, agent, PresenceBy.SET_BUSY, reason, by, now)


def set_do_not_disturb(floor: Floor, agent: Agent, now: datetime) -> None:
    """免打扰: no offers and no calls of colleagues, until he is idle or busy again."""
    if agent.sign_in is not SignIn.SIGNED_IN:
        raise NotSignedIn(agent=agent.id)
    agent.idle_after = False
    floor.touched_agents.add(agent)
    offer = agent.offer
    set_presence(floor, agent, PresenceBy.SET_DO_NOT_DISTURB, None, "agent", now)
    if offer is not None:
        reject(floor, offer.id, "set_busy", now)


def set_idle(floor: Floor, agent: Agent, by: str, now: datetime) -> None:
    """置闲: ready for work; refused before sign-in (STATE-01). Ends a wrap-up."""
    if agent.sign_in is not SignIn.SIGNED_IN:
        raise NotSignedIn(agent=agent.id)
    agent.idle_after = agent.work is not Work.FREE
    if agent.work is Work.WRAPPING:
        end_wrap_up(floor, agent, by, now)
    set_presence(floor, agent, PresenceBy.SET_IDLE, None, by, now)
    floor.touched_agents.add(agent)


def set_auto_idle(floor: Floor, agent: Agent, on: bool, now: datetime) -> None:
    """自动置闲: idle again by itself after each call (STATE-04)."""
    if agent.auto_idle is on:
        return
    agent.auto_idle = on
    floor.touched_agents.add(agent)
    floor.told.append(AutoIdleChanged(at=now, agent=agent.id, on=on))


def phone_reachable(floor: Floor, agent: Agent, yes: bool, now: datetime) -> None:
    """His phone came or went; he gets nothing meanwhile, and is busy when it stays away.

    What rang at it goes back to its place at once: a page that reloads is offered it again.
    """
    if agent.reachable is yes:
        return
    agent.reachable = yes
    agent.phone_lost_at = None if yes else now
    kind = AgentPhoneFound if yes else AgentPhoneLost
    floor.told.append(kind(at=now, agent=agent.id))
    if not yes:
        grace = timedelta(seconds=floor.phone_grace_seconds)
        floor.dues.add(now + grace, Due.PHONE_GRACE, agent)
        if agent.offer is not None:
            take_back(floor, agent.offer, "phone_lost", now)
    refresh(floor, agent)


def set_aside(floor: Floor, agent: Agent, now: datetime) -> None:
    """He attends a colleague's talk, signed in or not: nothing is offered to him meanwhile."""
    if agent.work in (Work.OFFERED, Work.ENGAGED):
        raise AgentEngaged(agent=agent.id)
    agent.aside = True
    refresh(floor, agent)


def come_back(floor: Floor, agent: Agent, now: datetime) -> None:
    """He is there again; one who wished to be idle waits for work from now on."""
    if agent.aside:
        agent.aside = False
        agent.idle_since = now
        refresh(floor, agent)


def engage(
    floor: Floor, agent: Agent, ref: UUID, item: Item | None, wrap_seconds: int, now: datetime
) -> None:
    """A call reached him past the queue (dialled out, consulted, transferred)."""
    if agent.sign_in is not SignIn.SIGNED_IN:
        raise NotSignedIn(agent=agent.id)
    if agent.aside or (agent.work is Work.ENGAGED and agent.ref != ref):
        raise AgentEngaged(agent=agent.id)
    if agent.offer is not None:
        take_back(floor, agent.offer, "taken_back", now)
    if item is not None:
        _give(floor, agent, item, now)
    if agent.work is not Work.ENGAGED:
        _end_wrap_clock(floor, agent, now, "engaged")
        agent.ref, agent.wrap_seconds = ref, wrap_seconds
        agent.idle_after = False
        turn_work(floor, agent, WorkBy.ENGAGE, now, ref)


def release(floor: Floor, agent: Agent, now: datetime) -> None:
    """The agent's talk is over, with whatever item he had: wrap-up follows."""
    if agent.work is not Work.ENGAGED:
        return
    item, ref = agent.item, agent.ref
    if item is not None:
        end_served(floor, item, now)
    _count_time(agent, now)
    if agent.wrap_seconds > 0:
        agent.wrap_until = now + timedelta(seconds=agent.wrap_seconds)
        floor.dues.add(agent.wrap_until, Due.WRAP_UP_ENDS, agent)
        turn_work(floor, agent, WorkBy.WRAP, now, ref)
        floor.told.append(
            WrapUpStarted(
                at=now,
                agent=agent.id,
                until=agent.wrap_until,
                ref=ref,
                item=item.id if item else None,
            )
        )
        agent.item = None
    else:
        agent.item = agent.ref = None
        _be_free(floor, agent, now)


def finish(floor: Floor, item: Item, now: datetime) -> None:
    """The talk about this item is over for the agent who has it."""
    ITEM.next(item.state, ItemBy.FINISH)
    assert item.agent is not None
    release(floor, item.agent, now)


def start_counting_anew(floor: Floor) -> None:
    """A new day: what strategies and tables count per day begins at nothing."""
    for agent in floor.agents.values():
        leave_lines(agent)
        agent.calls = agent.missed = agent.rejected = 0
        agent.handled_seconds = 0.0
        enter_lines(agent)
        floor.touched_agents.add(agent)


def extend_wrap_up(floor: Floor, agent: Agent, seconds: int, now: datetime) -> None:
    """More time for after-call work."""
    if agent.wrap_until is None:
        raise NotWrappingUp(agent=agent.id)
    agent.wrap_until = max(agent.wrap_until, now) + timedelta(seconds=seconds)
    floor.dues.add(agent.wrap_until, Due.WRAP_UP_ENDS, agent)
    floor.touched_agents.add(agent)
    floor.told.append(WrapUpExtended(at=now, agent=agent.id, until=agent.wrap_until))


def end_wrap_up(floor: Floor, agent: Agent, by: str, now: datetime) -> None:
    """After-call work is over, by `time`, `agent` or a colleague's order."""
    if agent.work is not Work.WRAPPING:
        raise NotWrappingUp(agent=agent.id)
    _end_wrap_clock(floor, agent, now, by)
    agent.ref = None
    _be_free(floor, agent, now)


def lose_phone(floor: Floor, agent: Agent, now: datetime) -> None:
    """The phone stayed away longer than the grace: an idle agent is busy now."""
    if agent.presence is Presence.IDLE and agent.work is Work.FREE:
        set_presence(floor, agent, PresenceBy.SET_BUSY, busy_reasons.PHONE_LOST, "system", now)


def _be_free(floor: Floor, agent: Agent, now: datetime) -> None:
    """What the agent is after work: what he wished meanwhile, else busy until he says idle."""
    if agent.presence is Presence.IDLE:
        agent.idle_since = now
        if not (agent.auto_idle or agent.idle_after):
            set_presence(floor, agent, PresenceBy.SET_BUSY, busy_reasons.AFTER_CALL, "system", now)
    agent.idle_after = False
    turn_work(floor, agent, WorkBy.RELEASE, now)


def _lay_down_work(floor: Floor, agent: Agent, why: str, now: datetime) -> None:
    if agent.offer is not None:
        offer = agent.offer
        set_presence(floor, agent, PresenceBy.SET_BUSY, busy_reasons.SIGNED_OUT, "agent", now)
        take_back(floor, offer, why, now)
    if agent.work is Work.WRAPPING:
        end_wrap_up(floor, agent, why, now)


def _give(floor: Floor, agent: Agent, item: Item, now: datetime) -> None:
    """The item is this agent's from now on, whoever had it; a waiting one leaves its queue."""
    if item.agent is agent:
        return
    if item.offer is not None:
        take_back(floor, item.offer, "taken_back", now)
    if item.state is ItemState.WAITING:
        unplace(floor, item)
        item.queue.hand_outs.append(HandOut(now, item.enqueued_at))
    if item.agent is not None:
        item.agent.item = None
        floor.touched_agents.add(item.agent)
    item.state = ITEM.next(item.state, ItemBy.ASSIGN)
    item.agent, item.assigned_at, item.reserved_for = agent, now, None
    agent.item = item
    agent.calls += 1
    floor.touched_items.add(item)
    floor.touched_agents.add(agent)
    floor.told.append(
        WorkItemAssigned(
            at=now,
            item=item.id,
            queue=item.queue.config.id,
            ref=item.ref,
            agent=agent.id,
            offer=None,
            waited_seconds=waited_seconds(item, now),
        )
    )


def _turn_sign_in(
    floor: Floor, agent: Agent, by: SignInBy, method: Method | None, now: datetime
) -> None:
    was = agent.sign_in
    agent.sign_in = SIGN_IN.next(was, by)
    agent.method = method
    agent.since = now
    floor.told.append(
        SignInChanged(
            at=now,
            agent=agent.id,
            was=was.value,
            sign_in=agent.sign_in.value,
            method=method.value if method else None,
        )
    )
    refresh(floor, agent)


def _end_wrap_clock(floor: Floor, agent: Agent, now: datetime, by: str) -> None:
    if agent.wrap_until is None:
        return
    agent.wrap_until = None
    _count_time(agent, now)
    floor.told.append(WrapUpEnded(at=now, agent=agent.id, by=by))


def _count_time(agent: Agent, now: datetime) -> None:
    began = agent.work_since or now
    agent.handled_seconds += (now - began).total_seconds()
