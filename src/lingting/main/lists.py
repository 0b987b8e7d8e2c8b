"""Lists of one feature that another, which does not know it, shows or names."""

from collections.abc import Mapping

from lingting.desktop.targets import DataWords, Named, NamedIn
from lingting.flows.api import Flows
from lingting.kernel.ids import FlowId
from lingting.numbers.api import Numbers
from lingting.numbers.sections import FlowKeys
from lingting.platform.db import Transaction
from lingting.platform.http.messages import Language
from lingting.platform.patch import State


def flow_list(flows: Flows) -> NamedIn:
    """Published flows, by id."""

    async def read(tx: Transaction, language: Language) -> list[tuple[str, str]]:
        found = await flows.all(tx)
        return [
            (str(one.id), one.name.in_language(language)) for one in found if one.published_version
        ]

    return read


def flow_keys(flows: Flows) -> FlowKeys:
    """The key of every flow; the configuration text names a number's flow by it."""

    async def read(tx: Transaction) -> Mapping[FlowId, str]:
        return {one.id: one.key for one in await flows.all(tx)}

    return read


def number_list(numbers: Numbers) -> Named:
    """Active access numbers, by number."""

    async def read(tx: Transaction) -> list[tuple[str, str]]:
        return [
            (one.number, one.label or one.number) for one in await numbers.all(tx) if one.active
        ]

    return read


def data_words(flows: Flows) -> DataWords:
    """What flows kept with a call, in words."""

    async def read(tx: Transaction, data: Mapping[str, str]) -> list[State]:
        return [
            {
                "name": one.name,
                "zh": one.title.in_language("zh-CN"),
                "en": one.title.in_language("en"),
                "value_zh": one.shown.in_language("zh-CN"),
                "value_en": one.shown.in_language("en"),
            }
            for one in await flows.worded(tx, data)
        ]

    return read
