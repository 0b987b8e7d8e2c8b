"""Flows in the configuration text: what is published, and the draft where it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from typing import Any

from lingting.acd.api import Acd
from lingting.flows import store
from lingting.flows.api import FlowHead
from lingting.flows.domain.document import FlowDocumentUnreadable, read_document
from lingting.flows.domain.naming import in_order, references_of, with_queues
from lingting.flows.domain.values import names_in
from lingting.flows.errors import FlowNotFound
from lingting.flows.service.editing import FlowEditing
from lingting.kernel.errors import LingtingError
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import (
    ConfigSection,
    Entry,
    EntryChange,
    EntryRefused,
    Misfit,
    Misfits,
    NewPassword,
    Reference,
)

PARTS = ("published", "draft")


class FlowsSection(ConfigSection):
    """Flows by key. `draft` is null when it equals what is published."""

    key = "flows"
    zh, en = "流程", "Flows"
    permissions = ("flows.write", "flows.publish")

    def __init__(self, editing: FlowEditing, acd: Acd) -> None:
        self._editing = editing
        self._acd = acd

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        names = {str(queue): name for queue, name in (await self._acd.queue_names(tx)).items()}

        def name_of(queue: str) -> str:
            name = names.get(queue, queue)
            return queue if names_in(name) else name

        found: dict[str, Entry] = {}
        for head, data in await store.drafts(tx):
            draft = with_queues(in_order(read_document(data)), name_of)
            published = None
            if head.published_version is not None:
                place = (head.key, head.published_version)
                document = (await store.versions(tx, [place]))[place]
                published = with_queues(in_order(document), name_of)
            same = draft == published
            found[head.key] = {"published": published, "draft": None if same else draft}
        return found

    def read(self, name: str, raw: Any) -> Entry:
        if not isinstance(raw, Mapping):
            raise Misfits([Misfit((), "wrong-type")])
        unknown = [Misfit((key,), "extra-forbidden") for key in raw if key not in PARTS]
        if unknown:
            raise Misfits(unknown)
        entry = {part: _document(part, raw.get(part)) for part in PARTS}
        if entry["published"] is None and entry["draft"] is None:
            raise Misfits([Misfit((), "missing")])
        if entry["published"] == entry["draft"]:
            entry["draft"] = None
        return entry

    def references(self, entry: Entry) -> Iterable[Reference]:
        found: list[Reference] = []
        for part in PARTS:
            if entry[part] is None:
                continue
            for node, used in references_of(entry[part]):
                place = (part, "nodes", node)
                found += [Reference("queues", one, (*place, "queue")) for one in used.queues if one]
                found += [Reference("prompts", one, place) for one in used.prompts]
                found += [Reference("flows", one, (*place, "flow")) for one in used.flows if one]
        return found

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Drafts of all flows first, then publishing, what is called before what calls it."""
        await super().apply(tx, by, changes)
        ids = await self._queue_ids(tx)
        due = {one.name: one for one in changes if _published(one.new) != _published(one.old)}
        documents = {key: data for key, one in due.items() if (data := _published(one.new))}
        for key in _called_first(documents):
            with _refusing(self.key, due[key]):
                head = await self._draft(tx, by, key, documents[key], ids)
                await self._editing.publish(tx, by, head.id)
        for change in changes:
            with _refusing(self.key, change):
                wanted = change.new["draft"] or _published(change.new)
                await self._draft(tx, by, change.name, wanted, ids)
        return []

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        if change.old is None:
            ids = await self._queue_ids(tx)
            data = change.new["published"] or change.new["draft"]
            await self._editing.add(tx, by, change.name, with_queues(data, _from(ids)))

    async def _queue_ids(self, tx: Transaction) -> dict[str, str]:
        return {name: str(queue) for queue, name in (await self._acd.queue_names(tx)).items()}

    async def _draft(
        self,
        tx: Transaction,
        by: Principal | None,
        key: str,
        wanted: Mapping[str, Any],
        ids: Mapping[str, str],
    ) -> FlowHead:
        """The flow, with this as its draft."""
        data = with_queues(wanted, _from(ids))
        head = await _head(tx, key)
        stored = await store.draft(tx, head.id) or {}
        if in_order(read_document(stored)) != in_order(read_document(data)):
            await self._editing.save(tx, by, head.id, data, head.revision)
        return head

    async def finish(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        """A flow is taken out of use when numbers and other flows have let it go."""
        for change in changes:
            if change.new is not None and _published(change.old) and not _published(change.new):
                with _refusing(self.key, change):
                    await self._editing.withdraw(tx, by, (await _head(tx, change.name)).id)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._editing.remove(tx, by, (await _head(tx, change.was)).id)


def _document(part: str, raw: Any) -> dict[str, Any] | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise Misfits([Misfit((part,), "wrong-type")])
    try:
        return in_order(read_document(raw))
    except FlowDocumentUnreadable as error:
        raise Misfits([Misfit((part,), error.slug, error.params)]) from None


@contextmanager
def _refusing(section: str, change: EntryChange) -> Iterator[None]:
    try:
        yield
    except LingtingError as error:
        raise EntryRefused(section, change, error) from error


def _published(entry: Entry | None) -> Any:
    return entry["published"] if entry else None


def _from(ids: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: ids.get(name, name)


def _called_first(documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The flows in an order in which each comes after those that it leads to."""
    graph = {
        key: {flow for _, used in references_of(data) for flow in used.flows}
        for key, data in documents.items()
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError:
        return sorted(documents)
    return [key for key in order if key in documents]


async def _head(tx: Transaction, key: str) -> FlowHead:
    found = next((one for one in await store.heads(tx) if one.key == key), None)
    if found is None:
        raise FlowNotFound()
    return found
