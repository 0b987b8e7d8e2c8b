"""Access numbers and the 400 and 800 numbers in the configuration text."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Literal, TypeAlias

from pydantic import model_validator

from lingting.kernel.ids import AccessNumberId, FlowId
from lingting.numbers.domain import AccessNumber, Kind, NumberNotFound
from lingting.numbers.schemas import Label, Text
from lingting.numbers.service import AccessPatch, BoundPatch, NumberService
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import (
    ConfigSection,
    Entry,
    EntryChange,
    Reference,
    SectionForm,
)

FlowKeys: TypeAlias = Callable[[Transaction], Awaitable[Mapping[FlowId, str]]]
"""The key of every flow; `main` brings it, since flows stand above numbers."""


class AccessNumberForm(SectionForm):
    """An access number as the text has it; `flow` is the flow's key."""

    number: Text
    label: Label = ""
    flow: str | None = None
    active: bool = True


class AccessNumbersSection(ConfigSection):
    """Access numbers by the number as it was written."""

    key = "access_numbers"
    zh, en = "接入号码", "Access numbers"
    permissions = ("numbers.write",)
    form = AccessNumberForm
    name_field = "number"
    removes_first = True

    def __init__(self, numbers: NumberService, flow_keys: FlowKeys) -> None:
        self._numbers = numbers
        self._flow_keys = flow_keys

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        keys = await self._flow_keys(tx)
        return {
            one.number: {
                "label": one.label,
                "flow": keys.get(one.flow) if one.flow else None,
                "active": one.active,
            }
            for one in await self._numbers.all(tx)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [Reference("flows", entry["flow"], ("flow",))] if entry["flow"] else []

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new, old = change.new, change.old
        ids = {key: flow for flow, key in (await self._flow_keys(tx)).items()}
        flow = ids[new["flow"]] if new["flow"] else None
        if old is None:
            number = await self._numbers.add(tx, change.name, new["label"], flow, by)
            given = frozenset() if new["active"] else frozenset({"active"})
        else:
            number = await _access(self._numbers, tx, change.was)
            given = frozenset(key for key in new if new[key] != old[key])
        if given:
            patch = AccessPatch(given=given, label=new["label"], flow=flow, active=new["active"])
            await self._numbers.change(tx, by, number.id, patch)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        number = await _access(self._numbers, tx, change.was)
        await self._numbers.remove(tx, by, number.id)


class BoundNumberForm(SectionForm):
    """A 400 or 800 number as the text has it, with its access numbers in order."""

    number: Text
    kind: Literal["400", "800"]
    label: Label = ""
    access_numbers: list[str] = []

    @model_validator(mode="before")
    @classmethod
    def _kind_is_text(cls, given: dict[str, object]) -> dict[str, object]:
        return {**given, "kind": str(given.get("kind", ""))}

    @model_validator(mode="after")
    def _each_once(self) -> "BoundNumberForm":
        self.access_numbers = list(dict.fromkeys(self.access_numbers))
        return self


class BoundNumbersSection(ConfigSection):
    """400 and 800 numbers by the number as it was written."""

    key = "bound_numbers"
    zh, en = "400/800 号码", "400 and 800 numbers"
    permissions = ("numbers.write",)
    form = BoundNumberForm
    name_field = "number"
    removes_first = True

    def __init__(self, numbers: NumberService) -> None:
        self._numbers = numbers

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        numbers = {one.id: one.number for one in await self._numbers.all(tx)}
        return {
            one.number: {
                "kind": one.kind.value,
                "label": one.label,
                "access_numbers": [numbers[target] for target in one.targets],
            }
            for one in await self._numbers.bound(tx)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [
            Reference("access_numbers", number, ("access_numbers", place))
            for place, number in enumerate(entry["access_numbers"])
        ]

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new = change.new
        ids = {one.number: one.id for one in await self._numbers.all(tx)}
        targets: list[AccessNumberId] = [ids[number] for number in new["access_numbers"]]
        if change.old is None:
            kind = Kind(new["kind"])
            await self._numbers.bind(tx, by, change.name, kind, new["label"], targets)
            return
        patch = BoundPatch(label=new["label"], targets=tuple(targets))
        await self._numbers.rebind(tx, by, await self._bound(tx, change.was), patch)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._numbers.unbind(tx, by, await self._bound(tx, change.was))

    async def _bound(self, tx: Transaction, number: str) -> AccessNumberId:
        bound = await self._numbers.bound(tx)
        return next(one.id for one in bound if one.number == number)


async def _access(numbers: NumberService, tx: Transaction, number: str) -> AccessNumber:
    found = next((one for one in await numbers.all(tx) if one.number == number), None)
    if found is None:
        raise NumberNotFound()
    return found
