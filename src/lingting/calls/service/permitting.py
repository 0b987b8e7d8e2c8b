"""Whether a number may be dialled; what is refused stays known, whatever becomes of the call."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from prometheus_client import Counter

from lingting.calls import dial_store
from lingting.calls.dial_store import Attempt
from lingting.calls.domain.call import Call, Direction, LegKind
from lingting.calls.domain.destinations import destination
from lingting.calls.domain.dialling_out import Circumstances, DialRules, Refusal, refusal
from lingting.calls.domain.machines import LegState
from lingting.calls.errors import REFUSED
from lingting.calls.events import OutsideRefused
from lingting.calls.live import LiveCalls
from lingting.kernel.ids import AgentId, CallId, TenantId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.client import client_address
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.tenancy.api import Tenancy

log = get_log(__name__)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Permitted:
    """A number that may be dialled now, as it will be dialled."""

    number: str


class Permitting:
    """Asks the company's rules before anything is dialled."""

    def __init__(self, kit: Kit, tenancy: Tenancy, live: LiveCalls) -> None:
        self._kit = kit
        self._tenancy = tenancy
        self._live = live
        self._refused = Counter(
            "lingting_dial_out_refused",
            "Numbers that the companies' rules did not allow, by reason.",
            ["reason"],
            registry=kit.metrics.registry,
        )

    async def permit(
        self, tx: Transaction, number: str, *, agent: AgentId | None, call: CallId | None = None
    ) -> Permitted:
        """Raises a DialRefused; the attempt then stays known although `tx` is taken back.

        `agent` is who dials; None for a flow.
        """
        to = destination(number, self._kit.settings.region)
        rules = DialRules.of(await self._tenancy.settings(tx))
        why = refusal(rules, to, await self._circumstances(tx, agent))
        attempt = Attempt(
            id=new_id(tx.now),
            at=tx.now,
            agent=agent,
            call=call,
            number=to.dialled,
            country=to.country,
            refused=None if why is None else why.value,
            address=client_address(),
        )
        if why is None:
            await dial_store.add(tx, attempt)
            return Permitted(to.dialled)
        await self._note(tx.tenant, attempt)
        raise REFUSED[why](
            field="number",
            number=to.dialled,
            country_zh=to.country_name("zh"),
            country_en=to.country_name("en"),
            limit=_limit(rules, why),
            hours=f"{rules.from_hour}:00–{rules.until_hour}:00",
        )

    async def _circumstances(self, tx: Transaction, agent: AgentId | None) -> Circumstances:
        company, own = await dial_store.dialled_since(tx, tx.now - HOUR, agent)
        zone = ZoneInfo((await self._tenancy.by_id(tx.tenant)).time_zone)
        return Circumstances(
            local_hour=tx.now.astimezone(zone).hour,
            agent_last_hour=None if agent is None else own,
            company_last_hour=company,
            now_outside=sum(_outside(one) for one in self._live.all() if one.tenant == tx.tenant),
        )

    async def _note(self, tenant: TenantId, attempt: Attempt) -> None:
        async with self._kit.db.transaction(tenant) as apart:
            await dial_store.add(apart, attempt)
            apart.publish(
                OutsideRefused(
                    at=apart.now,
                    call=attempt.call,
                    agent=attempt.agent,
                    number=attempt.number,
                    country=attempt.country,
                    reason=attempt.refused or "",
                )
            )
        self._refused.labels(attempt.refused or "").inc()
        log.warning("number not dialled", reason=attempt.refused, country=attempt.country)


def _outside(call: Call) -> int:
    """Lines to outside numbers that the call has, or is about to have."""
    if call.ended_at is not None:
        return 0
    if call.direction is Direction.OUT:
        return 1
    living = [leg for leg in call.legs if leg.state is not LegState.GONE]
    return sum(leg.kind is LegKind.OUTSIDE for leg in living)


def _limit(rules: DialRules, why: Refusal) -> int:
    limits = {
        Refusal.AGENT_HOURLY: rules.agent_hourly,
        Refusal.COMPANY_HOURLY: rules.company_hourly,
        Refusal.AT_ONCE: rules.at_once,
    }
    return limits.get(why, 0)
