"""Reads a company's configuration into the form that virtual time lives in."""

from __future__ import annotations

from lingting.kernel.phone import parse_phone
from lingting.main.wiring import Product
from lingting.media.domain.sounds import LANGUAGES, Language
from lingting.numbers.domain import AccessNumber
from lingting.platform.db import Transaction
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.sounds import ReadAloud
from lingting.simulation.virtual.stage import Company, KnownCustomer, Number
from lingting.tenancy.domain.defaults import WRAP_UP_SECONDS

DEFAULT_FLOW = "inbound"


async def numbers_of(product: Product, tx: Transaction) -> dict[str, Number]:
    """The company's access numbers, by what callers dial, with their flows."""
    keys = {head.id: head.key for head in await product.flows.editing.all(tx)}

    def read(one: AccessNumber) -> Number:
        key = keys.get(one.flow, DEFAULT_FLOW) if one.flow else DEFAULT_FLOW
        return Number(id=one.id, number=one.number, flow=one.flow, flow_key=key)

    return {one.number: read(one) for one in await product.numbers.all(tx)}


async def company_of(product: Product, tx: Transaction, world: World) -> Company:
    """The company as it is configured now, and those of its customers whom the world plays."""
    acd, region = product.acd, product.kit.settings.region
    configs = (acd.queue_config(tx.tenant, one.id) for one in acd.queues(tx.tenant))
    phones = [parse_phone(one.phone, region).key for one in world.customers]
    customers = await product.customers.by_numbers(tx, phones)
    return Company(
        tenant=tx.tenant,
        zone=(await product.tenancy.by_id(tx.tenant)).time_zone,
        groups=tuple(acd.groups(tx.tenant)),
        queues=tuple(one for one in configs if one is not None),
        busy_codes=tuple(one.code for one in await acd.busy_reasons(tx)),
        library=await product.flows.editing.library(tx),
        numbers=tuple((await numbers_of(product, tx)).values()),
        customers={
            key: KnownCustomer(id=one.id, name=one.name, level=one.level)
            for key, one in customers.items()
        },
        fixed_number=await product.numbers.fallback_number(tx) or "",
        region=region,
        wrap_up_seconds=(await product.tenancy.settings(tx))[WRAP_UP_SECONDS],
    )


async def voice_of(product: Product, tx: Transaction) -> ReadAloud:
    """How long the company's prompts take to hear."""
    prompts = await product.media.prompts(tx)
    words: dict[tuple[str, Language], str] = {
        (key, language): prompt.text(language)
        for key, prompt in prompts.items()
        for language in LANGUAGES
    }
    return ReadAloud(words)
