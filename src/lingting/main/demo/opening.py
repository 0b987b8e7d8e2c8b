"""Sees to it that the demonstration company is there, and that its people can be played."""

from __future__ import annotations

from lingting.main.demo.founding import FOR_PEOPLE, PEOPLE, demo_company, found_demo
from lingting.main.demo.history import write_history
from lingting.main.errand import Watcher
from lingting.main.founded import DEMO, FirstAccount, Founding, Opening
from lingting.main.founding import with_product
from lingting.main.wiring import Product
from lingting.platform.settings import Settings
from lingting.simulation.control import Control
from lingting.simulation.domain.world import NUMBERS, World


def open_demo(
    settings: Settings, database_url: str, control: Control, watcher: Watcher | None = None
) -> Opening:
    """Founds the company when it is missing; its played people have passwords afterwards.

    A new company has its past before any engine serves it.
    """

    async def work(product: Product) -> Opening:
        company = await demo_company(product)
        if company is None:
            return await _found(product, control, watcher or Watcher())
        await _know_passwords(product, control)
        return Opening(company.id, Founding(DEMO, tuple(NUMBERS.values())), is_new=False)

    return with_product(settings, database_url, work)


async def _found(product: Product, control: Control, watcher: Watcher) -> Opening:
    world = World(control.wanted().seed)
    founded = await found_demo(product, world.customers)
    names = {person.account: person.name for person in PEOPLE}
    told = {account: founded.passwords[account] for account in FOR_PEOPLE}
    kept = {one: word for one, word in founded.passwords.items() if one not in told}
    control.keep_passwords(kept)
    if control.wanted().past_days > 0:
        await write_history(product, founded.tenant, control.wanted(), watcher)
    people = tuple(FirstAccount(one, names[one], word) for one, word in told.items())
    founding = Founding(DEMO, tuple(NUMBERS.values()), people)
    return Opening(founded.tenant, founding, is_new=True)


async def _know_passwords(product: Product, control: Control) -> None:
    """New ones for those whose passwords were lost with the file."""
    kept = control.passwords()
    played = [person.account for person in PEOPLE if person.account not in FOR_PEOPLE]
    missing = [account for account in played if account not in kept]
    for account in missing:
        kept[account] = await product.identity.reset_password(DEMO, account)
    if missing:
        control.keep_passwords(kept)
