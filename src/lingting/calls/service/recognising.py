"""Calls from a number that nobody knew belong to the customer who gets it."""

from dataclasses import replace

from lingting.calls import store
from lingting.calls.voice import Voice
from lingting.customers.api import Customers
from lingting.customers.events import CustomerChanged, CustomerCreated
from lingting.kernel.ids import TenantId


class Recognising:
    """Hears of customers and gives them their calls: the living ones and the past ones."""

    def __init__(self, voice: Voice, customers: Customers) -> None:
        self._voice = voice
        self._customers = customers
        voice.kit.bus.subscribe(CustomerCreated, self._known)
        voice.kit.bus.subscribe(CustomerChanged, self._known)

    async def _known(self, tenant: TenantId, event: CustomerCreated | CustomerChanged) -> None:
        async def turn() -> None:
            async with self._voice.kit.db.transaction(tenant) as tx:
                customer = await self._customers.by_id(tx, event.customer)
                keys = {number.key for number in customer.numbers} if customer else set[str]()
                for call in self._voice.live.all():
                    unknown = call.tenant == tenant and call.customer is None
                    if unknown and call.caller.key in keys:
                        await self._voice.live.save(tx, replace(call, customer=event.customer))
                await store.recognise(tx, event.customer, keys)

        await self._voice.kit.mailboxes.run(tenant, turn)
