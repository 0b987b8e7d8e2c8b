"""Use cases of limits and wallboards."""

from collections.abc import Mapping, Set
from typing import Any
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.errors import QueueNotFound
from lingting.identity.events import UserRemoved
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail, changes
from lingting.supervision import store
from lingting.supervision.alerting import Alerting
from lingting.supervision.domain.cards import SHIPPED, Wallboard, fit_cards
from lingting.supervision.domain.figures import day_start
from lingting.supervision.domain.measures import Limits, known_measure
from lingting.supervision.figures import Figures

MOST_ALERTS = 500


class Wallboards:
    """What people and companies choose about their wallboards."""

    def __init__(
        self, kit: Kit, acd: Acd, alerting: Alerting, figures: Figures, trail: Trail
    ) -> None:
        self._kit = kit
        self._acd = acd
        self._alerting = alerting
        self._figures = figures
        self._trail = trail
        kit.bus.subscribe_many(UserRemoved, self._forget)

    async def of(self, tx: Transaction, user: UserId) -> Wallboard:
        """The person's own wallboard, or the one that the product ships."""
        return await store.wallboard(tx, user) or SHIPPED

    async def choose(self, tx: Transaction, user: UserId, chosen: Wallboard) -> Wallboard:
        """Raises CardUnfit, QueueNotFound; a queue that is gone may stay where it was."""
        fit = Wallboard(fit_cards(chosen.cards), chosen.sound)
        before = {card.queue for card in (await self.of(tx, user)).cards}
        added = {UUID(card.queue) for card in fit.cards if card.queue and card.queue not in before}
        self._require(tx, added, "cards")
        await store.keep_wallboard(tx, user, fit)
        return fit

    async def reset(self, tx: Transaction, user: UserId) -> Wallboard:
        """Back to the one that the product ships."""
        await store.forget_wallboards(tx, [user])
        return SHIPPED

    async def thresholds(self, tx: Transaction) -> Mapping[tuple[str, UUID | None], Limits]:
        """The limits that the company chose."""
        return (await self._alerting.thresholds(tx)).chosen

    async def choose_thresholds(
        self,
        tx: Transaction,
        principal: Principal,
        chosen: Mapping[tuple[str, UUID | None], Limits],
    ) -> None:
        """These limits and no others hold from now on; raises ThresholdUnfit, QueueNotFound. Those
        of a queue that is gone may stay."""
        for (key, queue), limits in chosen.items():
            known_measure(key, queue).fit(limits)
        before = await self.thresholds(tx)
        known = {queue for _, queue in before}
        self._require(tx, {queue for _, queue in chosen if queue} - known, "chosen")
        await store.choose_thresholds(tx, chosen)
        gone = dict.fromkeys(_plain(before))
        details = changes(_plain(before), {**gone, **_plain(chosen)})
        await self._trail.record(tx, principal, "thresholds.change", "company", details)
        self._alerting.limits_changed(tx)

    def _require(self, tx: Transaction, queues: Set[UUID], field: str) -> None:
        if queues and not queues <= {one.id for one in self._acd.queues(tx.tenant)}:
            raise QueueNotFound(field=field)

    async def alerts_today(self, tx: Transaction) -> list[store.Row]:
        """What began today by the company's clock, the latest first."""
        zone = await self._figures.zone(tx.tenant)
        return await store.alerts_since(tx, day_start(tx.now, zone), MOST_ALERTS)

    async def _forget(self, tenant: TenantId, events: list[UserRemoved]) -> None:
        async with self._kit.db.transaction(tenant) as tx:
            await store.forget_wallboards(tx, [one.user for one in events])


def _plain(chosen: Mapping[tuple[str, UUID | None], Limits]) -> dict[str, Any]:
    return {
        f"{key}:{queue}" if queue else key: {
            "warning": limits.warning,
            "alarm": limits.alarm,
            "sound": limits.sound,
        }
        for (key, queue), limits in chosen.items()
    }
