"""Raised hands (举手) and tips (提示): in memory for every desk, and stored."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from lingting.calls.live import LiveCalls
from lingting.identity.events import SessionEnded
from lingting.kernel.ids import AgentId, TenantId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.supervision import hands_store
from lingting.supervision.domain.hands import Hand, Tip, TipKind
from lingting.supervision.errors import HandNotUp, HandTaken, TipUnknown
from lingting.supervision.events import HandLowered, HandRaised, TipSeen, TipSent
from lingting.supervision.events import HandTaken as HandTakenFact
from lingting.supervision.names import Names

MOST_TIPS = 20
"""So many lie on a desk at once; the oldest goes first."""


class Hands:
    """Use cases of asking and helping; run each in the company's mailbox."""

    def __init__(self, kit: Kit, live: LiveCalls, names: Names) -> None:
        self._kit = kit
        self._live = live
        self._names = names
        self._up: dict[tuple[TenantId, AgentId], Hand] = {}
        self._tips: dict[tuple[TenantId, AgentId], tuple[Tip, ...]] = {}
        kit.bus.subscribe(SessionEnded, self._went)

    async def load(self, tx: Transaction) -> None:
        """Takes up what was stored before this process started."""
        for hand in await hands_store.hands_up(tx):
            self._up[tx.tenant, hand.agent] = hand
        for tip in sorted(await hands_store.unseen_tips(tx), key=lambda tip: tip.sent_at):
            key = (tx.tenant, tip.agent)
            self._tips[key] = (*self._tips.get(key, ()), tip)

    def up(self, tenant: TenantId) -> list[Hand]:
        """The company's hands, the oldest first."""
        found = [hand for (of, _), hand in self._up.items() if of == tenant]
        return sorted(found, key=lambda hand: hand.raised_at)

    def hand_of(self, tenant: TenantId, agent: AgentId) -> Hand | None:
        """The agent's own hand while it is up."""
        return self._up.get((tenant, agent))

    def tips_of(self, tenant: TenantId, agent: AgentId) -> tuple[Tip, ...]:
        """What lies on the agent's desk, the oldest first."""
        return self._tips.get((tenant, agent), ())

    # hands -------------------------------------------------------------------------------------

    async def raise_hand(self, tx: Transaction, agent: AgentId, text: str) -> Hand:
        """A hand that is up already gets the new text and keeps its place."""
        call = self._live.of_agent(agent)
        before = self._up.get((tx.tenant, agent))
        if before is not None:
            return await self._put_hand(tx, replace(before, text=text))
        hand = Hand(
            id=new_id(tx.now),
            agent=agent,
            text=text,
            call=call.id if call else None,
            raised_at=tx.now,
        )
        tx.publish(HandRaised(at=tx.now, agent=agent, hand=hand.id, call=hand.call))
        return await self._put_hand(tx, hand)

    async def lower_own(self, tx: Transaction, agent: AgentId) -> None:
        """The agent takes his hand down; not up is no error."""
        hand = self._up.get((tx.tenant, agent))
        if hand is not None:
            await self._lower(tx, hand, UserId(agent))

    async def take(self, tx: Transaction, key: UUID, leader: UserId) -> Hand:
        """A leader looks after it. Raises HandNotUp, HandTaken."""
        hand = self._find(tx.tenant, key)
        if hand.taken_by == leader:
            return hand
        if hand.taken_by is not None:
            names = await self._names.all(tx)
            raise HandTaken(name=names.get(hand.taken_by, ""))
        tx.publish(HandTakenFact(at=tx.now, agent=hand.agent, hand=key, by=leader))
        return await self._put_hand(tx, replace(hand, taken_by=leader, taken_at=tx.now))

    async def lower(self, tx: Transaction, key: UUID, leader: UserId) -> None:
        """The agent was helped. Raises HandNotUp."""
        await self._lower(tx, self._find(tx.tenant, key), leader)

    # tips --------------------------------------------------------------------------------------

    async def tip(
        self,
        tx: Transaction,
        agent: AgentId,
        sender: UserId,
        text: str,
        kind: TipKind = TipKind.TIP,
    ) -> Tip:
        """Puts words on the agent's desk, also while he talks (RTM-15)."""
        call = self._live.of_agent(agent)
        tip = Tip(
            id=new_id(tx.now),
            agent=agent,
            sender=sender,
            call=call.id if call and call.agent == agent else None,
            kind=kind,
            text=text,
            sent_at=tx.now,
        )
        await hands_store.save_tip(tx, tip)
        tips = (*self.tips_of(tx.tenant, agent), tip)
        for old in tips[:-MOST_TIPS]:
            await hands_store.save_tip(tx, replace(old, seen_at=tx.now))
        self._put_tips(tx, agent, tips[-MOST_TIPS:])
        fact = TipSent(
            at=tx.now, agent=agent, tip=tip.id, sender=sender, kind=kind.value, call=tip.call
        )
        tx.publish(fact)
        return tip

    async def seen(self, tx: Transaction, agent: AgentId, key: UUID) -> None:
        """The agent puts a tip away. Raises TipUnknown."""
        tips = self.tips_of(tx.tenant, agent)
        tip = next((one for one in tips if one.id == key), None)
        if tip is None:
            raise TipUnknown()
        await hands_store.save_tip(tx, replace(tip, seen_at=tx.now))
        self._put_tips(tx, agent, tuple(one for one in tips if one.id != key))
        tx.publish(TipSeen(at=tx.now, agent=agent, tip=key))

    # inside ------------------------------------------------------------------------------------

    def _find(self, tenant: TenantId, key: UUID) -> Hand:
        found = next((hand for hand in self.up(tenant) if hand.id == key), None)
        if found is None:
            raise HandNotUp()
        return found

    async def _lower(self, tx: Transaction, hand: Hand, by: UserId | None) -> None:
        await self._put_hand(tx, replace(hand, lowered_at=tx.now, lowered_by=by))
        tx.publish(HandLowered(at=tx.now, agent=hand.agent, hand=hand.id, by=by))

    async def _put_hand(self, tx: Transaction, hand: Hand) -> Hand:
        await hands_store.save_hand(tx, hand)
        key, before = (tx.tenant, hand.agent), self._up.get((tx.tenant, hand.agent))
        self._remember(key, hand if hand.lowered_at is None else None)
        tx.on_rollback(partial(self._remember, key, before))
        return hand

    def _remember(self, key: tuple[TenantId, AgentId], hand: Hand | None) -> None:
        if hand is None:
            self._up.pop(key, None)
        else:
            self._up[key] = hand

    def _put_tips(self, tx: Transaction, agent: AgentId, tips: tuple[Tip, ...]) -> None:
        key = (tx.tenant, agent)
        before = self._tips.get(key, ())
        self._tips[key] = tips
        tx.on_rollback(lambda: self._tips.update({key: before}))

    async def _went(self, tenant: TenantId, event: SessionEnded) -> None:
        """Who logged out asks for nothing any more."""
        agent = AgentId(event.user)
        if not event.last or self.hand_of(tenant, agent) is None:
            return

        async def turn() -> None:
            hand = self.hand_of(tenant, agent)
            if hand is not None:
                async with self._kit.db.transaction(tenant) as tx:
                    await self._lower(tx, hand, None)

        await self._kit.follow_up(tenant, turn)
