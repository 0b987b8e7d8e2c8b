"""Lists that the telephone bar shows of features it does not know."""

from lingting.desktop.targets import Named
from lingting.flows.api import Flows
from lingting.numbers.api import Numbers
from lingting.platform.db import Transaction


def flow_list(flows: Flows) -> Named:
    """Published flows, by id."""

    async def read(tx: Transaction) -> list[tuple[str, str]]:
        found = await flows.all(tx)
        return [(str(one.id), one.name.zh) for one in found if one.published_version]

    return read


def number_list(numbers: Numbers) -> Named:
    """Active access numbers, by number."""

    async def read(tx: Transaction) -> list[tuple[str, str]]:
        return [
            (one.number, one.label or one.number) for one in await numbers.all(tx) if one.active
        ]

    return read
