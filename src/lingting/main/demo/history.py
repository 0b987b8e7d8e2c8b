"""The days that the demonstration company has behind it when it is founded."""

from __future__ import annotations

from lingting.kernel.ids import AgentId, QueueId, TenantId
from lingting.main.demo.founding import demo_company
from lingting.main.errand import Watcher
from lingting.main.founding import with_product
from lingting.main.past import Written, write_past
from lingting.main.virtual_company import numbers_of
from lingting.main.wiring import Product
from lingting.main.words import text
from lingting.platform.db import Transaction
from lingting.platform.settings import Settings
from lingting.simulation.control import Wanted
from lingting.simulation.domain.cast import AGENTS, NUMBERS, QUEUE_NAMES, QueueKey
from lingting.simulation.virtual.life import Cast


async def write_history(
    product: Product, tenant: TenantId, wanted: Wanted, watcher: Watcher
) -> Written:
    """Lets the wanted days pass in virtual time, then brings the reports up to them."""
    async with product.kit.db.transaction(tenant) as tx:
        cast = await demo_cast(product, tx)
    written = await write_past(
        product,
        tenant,
        cast,
        days=wanted.past_days,
        seed=wanted.seed,
        told=lambda _, done, contacts: watcher.tell(
            text("demo_past", done=done, days=wanted.past_days + 1, contacts=contacts)
        ),
        stopped=watcher.is_stopped,
    )
    await product.reporting.projection.catch_up(
        tenant, lambda seq, newest: watcher.tell(text("demo_past_reports", seq=seq, newest=newest))
    )
    return written


def has_been_founded(settings: Settings, database_url: str) -> bool:
    """Whether there is a demonstration company."""

    async def look(product: Product) -> bool:
        return await demo_company(product) is not None

    return with_product(settings, database_url, look)


async def demo_cast(product: Product, tx: Transaction) -> Cast:
    """Who of the world is what in the company: by account, by queue's name, by number."""
    users = {user.account: user.id for user in await product.identity.users(tx)}
    queues = {queue.name: queue.id for queue in product.acd.queues(tx.tenant)}
    numbers = await numbers_of(product, tx)
    keys: dict[QueueKey, QueueId] = {key: queues[name] for key, name in QUEUE_NAMES.items()}
    return Cast(
        agents={one.account: AgentId(users[one.account]) for one in AGENTS},
        queues=keys,
        lines={line: numbers[number] for line, number in NUMBERS.items()},
    )
