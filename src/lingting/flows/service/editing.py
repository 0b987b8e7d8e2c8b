"""Editing flows: drafts, checking, publishing, history."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingting.acd.api import Acd
from lingting.flows import session_store, store
from lingting.flows.api import FlowHead, PathStep
from lingting.flows.default_flows import DEFAULT_FLOWS, default_flow_data
from lingting.flows.domain.document import (
    FlowDocument,
    is_key,
    read_document,
    read_new,
    write_document,
)
from lingting.flows.domain.graph import voice_files
from lingting.flows.domain.library import Library
from lingting.flows.domain.texts import Text
from lingting.flows.domain.validate import Problem, World, is_publishable, params_of, validate
from lingting.flows.domain.wording import Worded, worded
from lingting.flows.errors import (
    FlowChangedMeanwhile,
    FlowHasProblems,
    FlowInUse,
    FlowKeyUnfit,
    FlowNameMissing,
    FlowNotFound,
    FlowVersionNotFound,
)
from lingting.flows.events import FlowDeleted, FlowPublished, FlowWithdrawn
from lingting.flows.ports import FlowEntries
from lingting.flows.service.published import PublishedFlows
from lingting.kernel.ids import CallId, FlowId, QueueId, new_id
from lingting.media.api import VoiceLibrary
from lingting.media.ports import Use
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail


@dataclass(frozen=True, slots=True)
class Draft:
    """A flow with its draft and what is wrong with it."""

    head: FlowHead
    document: dict[str, Any]
    flow: FlowDocument
    """The same, read."""
    problems: list[Problem]


class FlowEditing:
    """Implements `api.Flows` and `media.ports.PromptUsers`."""

    def __init__(
        self,
        acd: Acd,
        media: VoiceLibrary,
        published: PublishedFlows,
        trail: Trail,
        entries: FlowEntries,
        *,
        customers: bool,
    ) -> None:
        self._acd = acd
        self._media = media
        self._published = published
        self._trail = trail
        self._entries = entries
        self._customers = customers

    # --- api.Flows ---------------------------------------------------------------------------

    async def seed(self, tx: Transaction, queue: QueueId) -> FlowId:
        inbound: FlowId | None = None
        for key in reversed(DEFAULT_FLOWS):
            flow = FlowId(new_id(tx.now))
            data = _with_queue(default_flow_data(key), queue)
            await store.add(tx, flow, key, data)
            head = await self._head(tx, flow)
            version = await store.publish(tx, head, read_document(data), "", None)
            tx.publish(FlowPublished(at=tx.now, flow=flow, key=key, version=version, by=None))
            inbound = flow
        assert inbound is not None
        return inbound

    async def all(self, tx: Transaction) -> list[FlowHead]:
        return await store.heads(tx)

    async def by_id(self, tx: Transaction, flow: FlowId) -> FlowHead | None:
        return await store.head(tx, flow)

    async def path(self, tx: Transaction, call: CallId) -> list[PathStep]:
        return await session_store.path(tx, call)

    async def worded(self, tx: Transaction, data: Mapping[str, str]) -> list[Worded]:
        if not data:
            return []
        library = await self._published.library(tx)
        newest = (library.document(*one) for one in library.published.items())
        return worded(data, (document for document in newest if document is not None))

    async def library(self, tx: Transaction) -> Library:
        return await self._published.library(tx)

    # --- media.ports.PromptUsers ---------------------------------------------------------------

    async def uses(self, tx: Transaction, prompt: str) -> list[Use]:
        found: list[Use] = []
        library = await self._published.library(tx)
        for head, draft in await store.drafts(tx):
            used = set(voice_files(read_document(draft)))
            if head.published_version is not None:
                document = library.document(head.key, head.published_version)
                used |= set(voice_files(document)) if document else set()
            if prompt in used:
                found.append(Use(str(head.id), head.name.in_language("zh-CN")))
        return found

    # --- drafts --------------------------------------------------------------------------------

    async def is_there(self, tx: Transaction, flow: FlowId) -> bool:
        """Whether the company has this flow, published or not."""
        return await store.head(tx, flow) is not None

    async def draft(self, tx: Transaction, flow: FlowId) -> Draft:
        """Raises FlowNotFound."""
        head = await self._head(tx, flow)
        document = await store.draft(tx, flow) or {}
        read = read_document(document)
        return Draft(head, document, read, await self.check(tx, head.key, read))

    async def create(self, tx: Transaction, by: Principal, name: Text) -> FlowHead:
        """A flow that says goodbye. Raises FlowNameMissing."""
        if not name.zh.strip() and not name.en.strip():
            raise FlowNameMissing(field="name")
        return await self._add(tx, by, {**_FIRST_DRAFT, "name": _plain(name)}, "flow.create")

    async def add(
        self, tx: Transaction, by: Principal | None, key: str, data: Mapping[str, Any]
    ) -> FlowHead:
        """A flow with a key and a draft that came from elsewhere. Raises FlowKeyUnfit,
        FlowDocumentUnreadable, FlowTooLarge, FlowNameMissing."""
        if not is_key(key):
            raise FlowKeyUnfit(key=key)
        document = read_new(data)
        if not document.name.zh.strip() and not document.name.en.strip():
            raise FlowNameMissing(field="name")
        return await self._add(tx, by, write_document(document), "flow.create", key)

    async def copy(self, tx: Transaction, by: Principal, flow: FlowId, name: Text) -> FlowHead:
        """A new flow with the draft of another. Raises FlowNotFound, FlowNameMissing."""
        document = (await self.draft(tx, flow)).document
        if not name.zh.strip() and not name.en.strip():
            raise FlowNameMissing(field="name")
        return await self._add(tx, by, {**document, "name": _plain(name)}, "flow.copy")

    async def save(
        self,
        tx: Transaction,
        by: Principal | None,
        flow: FlowId,
        data: Mapping[str, Any],
        revision: int,
    ) -> Draft:
        """Stores a draft, also one with problems; answers them. `revision` is the one that was
        edited. Raises FlowNotFound, FlowDocumentUnreadable, FlowTooLarge, FlowNameMissing,
        FlowChangedMeanwhile."""
        head = await self._head(tx, flow)
        document = read_new(data)
        if not document.name.zh.strip() and not document.name.en.strip():
            raise FlowNameMissing(field="name")
        if not await store.save_draft(tx, flow, write_document(document), revision):
            raise FlowChangedMeanwhile(revision=head.revision)
        await self._trail.record(tx, by, "flow.change", f"flow:{flow}")
        return await self.draft(tx, flow)

    async def rename(self, tx: Transaction, by: Principal, flow: FlowId, name: Text) -> Draft:
        """Raises FlowNotFound, FlowNameMissing."""
        draft = await self.draft(tx, flow)
        data = {**draft.document, "name": _plain(name)}
        return await self.save(tx, by, flow, data, draft.head.revision)

    async def check(self, tx: Transaction, key: str, document: FlowDocument) -> list[Problem]:
        """What is wrong with a document, as the company stands now."""
        library = await self._published.library(tx)
        flows = {
            name: found
            for name, version in library.published.items()
            if (found := library.document(name, version)) is not None
        }
        prompts = frozenset(await self._media.prompts(tx))
        missing = await self._media.without_file(tx)
        queues = frozenset(str(queue.id) for queue in self._acd.queues(tx.tenant))
        return validate(document, World(prompts, missing, queues, flows, self._customers), key)

    # --- versions ------------------------------------------------------------------------------

    async def publish(
        self, tx: Transaction, by: Principal | None, flow: FlowId, note: str = ""
    ) -> FlowHead:
        """Puts the draft in use. Raises FlowNotFound, FlowHasProblems."""
        draft = await self.draft(tx, flow)
        if not is_publishable(draft.problems):
            errors = [one for one in draft.problems if one.severity == "error"]
            named = "; ".join(f"{one.node or '-'}: {one.slug}" for one in errors[:20])
            raise FlowHasProblems(problems=named, count=len(errors))
        who = by.user if by else None
        version = await store.publish(tx, draft.head, draft.flow, note, who)
        key = draft.head.key
        tx.publish(FlowPublished(at=tx.now, flow=flow, key=key, version=version, by=who))
        await self._trail.record(tx, by, "flow.publish", f"flow:{flow}", {"version": version})
        return await self._head(tx, flow)

    async def history(self, tx: Transaction, flow: FlowId) -> list[dict[str, Any]]:
        """The published versions, the newest first. Raises FlowNotFound."""
        return await store.history(tx, (await self._head(tx, flow)).key)

    async def version(self, tx: Transaction, flow: FlowId, version: int) -> dict[str, Any]:
        """A published document. Raises FlowNotFound, FlowVersionNotFound."""
        key = (await self._head(tx, flow)).key
        found = await store.versions(tx, [(key, version)])
        if (key, version) not in found:
            raise FlowVersionNotFound(version=version)
        return write_document(found[key, version])

    async def restore(
        self, tx: Transaction, by: Principal, flow: FlowId, version: int, revision: int
    ) -> Draft:
        """Makes a published version the draft again."""
        data = await self.version(tx, flow, version)
        return await self.save(tx, by, flow, data, revision)

    async def withdraw(self, tx: Transaction, by: Principal | None, flow: FlowId) -> None:
        """Takes the published version out of use; the draft stays. Raises FlowNotFound,
        FlowInUse."""
        head = await self._unused(tx, flow)
        await store.withdraw(tx, flow)
        tx.publish(FlowWithdrawn(at=tx.now, flow=flow, key=head.key, by=by.user if by else None))
        await self._trail.record(tx, by, "flow.withdraw", f"flow:{flow}")

    async def remove(self, tx: Transaction, by: Principal | None, flow: FlowId) -> None:
        """Raises FlowNotFound, FlowInUse."""
        head = await self._unused(tx, flow)
        await store.remove(tx, flow)
        tx.publish(FlowDeleted(at=tx.now, flow=flow, key=head.key, by=by.user if by else None))
        await self._trail.record(tx, by, "flow.delete", f"flow:{flow}", {"name": head.name.zh})

    async def _unused(self, tx: Transaction, flow: FlowId) -> FlowHead:
        head = await self._head(tx, flow)
        users = [*await self._entries.entries(tx, flow), *await self._callers(tx, head.key)]
        if users:
            raise FlowInUse(users=", ".join(users))
        return head

    async def _callers(self, tx: Transaction, key: str) -> list[str]:
        """The other flows that lead to this one."""
        library = await self._published.library(tx)
        found: list[str] = []
        for head, draft in await store.drafts(tx):
            documents = [read_document(draft)]
            if head.published_version is not None:
                used = library.document(head.key, head.published_version)
                documents += [used] if used else []
            if head.key != key and any(key in _flows_of(one) for one in documents):
                found.append(head.name.in_language("zh-CN"))
        return found

    async def _add(
        self,
        tx: Transaction,
        by: Principal | None,
        data: Mapping[str, Any],
        action: str,
        key: str = "",
    ) -> FlowHead:
        flow = FlowId(new_id(tx.now))
        await store.add(tx, flow, key or f"flow-{secrets.token_hex(4)}", data)
        await self._trail.record(tx, by, action, f"flow:{flow}")
        return await self._head(tx, flow)

    async def _head(self, tx: Transaction, flow: FlowId) -> FlowHead:
        found = await store.head(tx, flow)
        if found is None:
            raise FlowNotFound()
        return found


def _plain(name: Text) -> dict[str, str]:
    return {"zh-CN": name.zh.strip(), "en": name.en.strip()}


def _flows_of(document: FlowDocument) -> set[str]:
    found: set[str] = set()
    for node in document.nodes.values():
        read = params_of(node)
        found |= set(read[0].references(read[1]).flows) if read else set()
    return found


def _with_queue(data: dict[str, Any], queue: QueueId) -> dict[str, Any]:
    """A shipped flow with the company's own queue in place of the variable."""
    variables = [one for one in data.get("variables", []) if one["name"] != "queue"]
    nodes = {
        key: {**node, "queue": str(queue)} if node.get("queue") == "{queue}" else node
        for key, node in data["nodes"].items()
    }
    return {**data, "variables": variables, "nodes": nodes}


_FIRST_DRAFT: dict[str, Any] = {
    "variables": [],
    "start": "goodbye",
    "nodes": {
        "goodbye": {
            "verb": "play",
            "title": {"zh-CN": "谢谢您的来电，再见", "en": "Thank you, goodbye"},
            "prompts": ["goodbye"],
            "exits": {"next": "end"},
        },
        "end": {"verb": "end", "title": {"zh-CN": "结束", "en": "End"}, "exits": {}},
    },
}
