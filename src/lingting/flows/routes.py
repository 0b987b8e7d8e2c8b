"""HTTP resources of flows (IVR 流程管理)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header

from lingting.calls.api import CallControl
from lingting.flows.domain.document import read_document, read_new
from lingting.flows.domain.graph import declared_exits, graph
from lingting.flows.domain.verbs import VERBS
from lingting.flows.schemas import (
    CheckIn,
    DraftIn,
    DraftOut,
    FlowIn,
    FlowOut,
    FlowsOut,
    GraphOut,
    PathOut,
    ProblemOut,
    ProblemsOut,
    PublishIn,
    RenameIn,
    RestoreIn,
    StepOut,
    VerbsOut,
    VersionOut,
    VersionsOut,
)
from lingting.flows.service.editing import FlowEditing
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import CallId, FlowId
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, Someone, require
from lingting.platform.http.messages import Language, preferred

Reader = Annotated[Principal, require("flows.read")]
Writer = Annotated[Principal, require("flows.write")]
Publisher = Annotated[Principal, require("flows.publish")]


def _language(accept_language: Annotated[str | None, Header()] = None) -> Language:
    return preferred(accept_language)


Spoken = Annotated[Language, Depends(_language)]


def routes(db: Database, flows: FlowEditing, control: CallControl) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["flows"])
    _path_routes(router, db, flows, control)
    _flow_routes(router, db, flows)
    _draft_routes(router, db, flows)
    _version_routes(router, db, flows)
    return router


def _flow_routes(router: APIRouter, db: Database, flows: FlowEditing) -> None:
    @router.get("/flows")
    async def list_flows(principal: Reader) -> FlowsOut:
        async with db.transaction(principal.tenant) as tx:
            return FlowsOut(items=[FlowOut.of(head) for head in await flows.all(tx)])

    @router.get("/flows/verbs")
    async def list_verbs(principal: Reader) -> VerbsOut:
        return VerbsOut.of(list(VERBS.values()))

    @router.post("/flows", status_code=201)
    async def add_flow(principal: Writer, new: FlowIn) -> FlowOut:
        name = new.name.text()
        async with db.transaction(principal.tenant) as tx:
            if new.copy_of is None:
                return FlowOut.of(await flows.create(tx, principal, name))
            return FlowOut.of(await flows.copy(tx, principal, FlowId(new.copy_of), name))

    @router.patch("/flows/{flow}")
    async def rename_flow(principal: Writer, flow: UUID, body: RenameIn) -> FlowOut:
        async with db.transaction(principal.tenant) as tx:
            draft = await flows.rename(tx, principal, FlowId(flow), body.name.text())
        return FlowOut.of(draft.head)

    @router.delete("/flows/{flow}", status_code=204)
    async def delete_flow(principal: Publisher, flow: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await flows.remove(tx, principal, FlowId(flow))


def _path_routes(router: APIRouter, db: Database, flows: FlowEditing, control: CallControl) -> None:
    @router.get("/calls/{call}/path")
    async def read_path(principal: Someone, call: UUID) -> PathOut:
        """For who may read calls, and for the agent whose call it is at this moment (FLOW-17)."""
        living = control.view(CallId(call))
        own = living is not None and any(leg.agent == principal.user for leg in living.legs)
        if not own and not principal.may("calls.read"):
            raise Forbidden()
        async with db.transaction(principal.tenant) as tx:
            steps = await flows.path(tx, CallId(call))
        return PathOut(steps=[StepOut.of(step) for step in steps])


def _draft_routes(router: APIRouter, db: Database, flows: FlowEditing) -> None:
    @router.get("/flows/{flow}/draft")
    async def read_draft(principal: Reader, flow: UUID, language: Spoken) -> DraftOut:
        async with db.transaction(principal.tenant) as tx:
            return DraftOut.of(await flows.draft(tx, FlowId(flow)), language)

    @router.put("/flows/{flow}/draft")
    async def save_draft(
        principal: Writer, flow: UUID, body: DraftIn, language: Spoken
    ) -> DraftOut:
        async with db.transaction(principal.tenant) as tx:
            draft = await flows.save(tx, principal, FlowId(flow), body.document, body.revision)
        return DraftOut.of(draft, language)

    @router.post("/flows/{flow}/check")
    async def check_flow(
        principal: Reader, flow: UUID, body: CheckIn, language: Spoken
    ) -> ProblemsOut:
        document = read_new(body.document)
        async with db.transaction(principal.tenant) as tx:
            key = (await flows.draft(tx, FlowId(flow))).head.key
            found = await flows.check(tx, key, document)
        problems = [ProblemOut.of(one, language) for one in found]
        return ProblemsOut(problems=problems, exits=declared_exits(document))

    @router.get("/flows/{flow}/graph")
    async def read_graph(principal: Reader, flow: UUID, version: int | None = None) -> GraphOut:
        async with db.transaction(principal.tenant) as tx:
            if version is None:
                data = (await flows.draft(tx, FlowId(flow))).document
            else:
                data = await flows.version(tx, FlowId(flow), version)
        return GraphOut.of(graph(read_document(data)))


def _version_routes(router: APIRouter, db: Database, flows: FlowEditing) -> None:
    @router.post("/flows/{flow}/publish")
    async def publish_flow(principal: Publisher, flow: UUID, body: PublishIn) -> FlowOut:
        async with db.transaction(principal.tenant) as tx:
            return FlowOut.of(await flows.publish(tx, principal, FlowId(flow), body.note))

    @router.get("/flows/{flow}/versions")
    async def list_versions(principal: Reader, flow: UUID) -> VersionsOut:
        async with db.transaction(principal.tenant) as tx:
            found = await flows.history(tx, FlowId(flow))
        return VersionsOut(items=[VersionOut(**row) for row in found])

    @router.get("/flows/{flow}/versions/{version}")
    async def read_version(principal: Reader, flow: UUID, version: int) -> dict[str, Any]:
        async with db.transaction(principal.tenant) as tx:
            return await flows.version(tx, FlowId(flow), version)

    @router.post("/flows/{flow}/versions/{version}/restore")
    async def restore_version(
        principal: Writer, flow: UUID, version: int, body: RestoreIn, language: Spoken
    ) -> DraftOut:
        async with db.transaction(principal.tenant) as tx:
            draft = await flows.restore(tx, principal, FlowId(flow), version, body.revision)
        return DraftOut.of(draft, language)
