"""HTTP resources of the voice library (语音库)."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import FileResponse

from lingting.media.audio import LARGEST_BYTES
from lingting.media.domain.prompts import LibraryPrompt
from lingting.media.domain.sounds import LANGUAGES, Language
from lingting.media.schemas import (
    PromptDetailOut,
    PromptIn,
    PromptOut,
    PromptPatch,
    PromptsOut,
    UseOut,
)
from lingting.media.service import MediaService
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require

Reader = Annotated[Principal, require("prompts.read")]
Writer = Annotated[Principal, require("prompts.write")]


def routes(db: Database, media: MediaService) -> APIRouter:
    """The router of this feature."""
    router = api_router("/prompts", tags=["prompts"])

    @router.get("")
    async def list_prompts(principal: Reader, q: str = "", category: str = "") -> PromptsOut:
        async with db.transaction(principal.tenant) as tx:
            found = await media.prompts(tx)
        wanted = [one for one in found.values() if _matches(one, q, category)]
        items = [PromptOut.of(one) for one in sorted(wanted, key=lambda one: one.key)]
        return PromptsOut(items=items, categories=sorted({o.category for o in found.values()}))

    @router.post("", status_code=201)
    async def add_prompt(principal: Writer, new: PromptIn) -> PromptOut:
        async with db.transaction(principal.tenant) as tx:
            prompt = await media.add(tx, principal, new.prompt())
        await media.render(_words(prompt))
        return PromptOut.of(prompt)

    @router.get("/{key}")
    async def read_prompt(principal: Reader, key: str) -> PromptDetailOut:
        async with db.transaction(principal.tenant) as tx:
            prompt = await media.prompt(tx, key)
            uses = await media.uses(tx, key)
        shown = [UseOut(flow=use.flow, name=use.name) for use in uses]
        return PromptDetailOut(**PromptOut.of(prompt).model_dump(), uses=shown)

    @router.patch("/{key}")
    async def change_prompt(principal: Writer, key: str, patch: PromptPatch) -> PromptOut:
        async with db.transaction(principal.tenant) as tx:
            prompt = patch.applied_to(await media.prompt(tx, key))
            prompt = await media.change(tx, principal, prompt)
        await media.render(_words(prompt))
        return PromptOut.of(prompt)

    @router.delete("/{key}", status_code=204)
    async def delete_prompt(principal: Writer, key: str) -> None:
        async with db.transaction(principal.tenant) as tx:
            await media.remove(tx, principal, key)

    _recording_routes(router, db, media)
    return router


def _recording_routes(router: APIRouter, db: Database, media: MediaService) -> None:
    @router.put("/{key}/recordings/{language}", max_body_size=LARGEST_BYTES + 64_000)
    async def upload_recording(
        principal: Writer, key: str, language: Language, file: Annotated[UploadFile, File()]
    ) -> PromptOut:
        data = await file.read(LARGEST_BYTES + 1)
        async with db.transaction(principal.tenant) as tx:
            prompt = await media.upload(tx, principal, key, language, file.filename or "", data)
        return PromptOut.of(prompt)

    @router.delete("/{key}/recordings/{language}")
    async def delete_recording(principal: Writer, key: str, language: Language) -> PromptOut:
        async with db.transaction(principal.tenant) as tx:
            prompt = await media.remove_recording(tx, principal, key, language)
        await media.render(_words(prompt))
        return PromptOut.of(prompt)

    @router.get("/{key}/audio", response_class=FileResponse)
    async def hear_prompt(
        principal: Reader, key: str, language: Language = "zh-CN"
    ) -> FileResponse:
        async with db.transaction(principal.tenant) as tx:
            prompt = await media.prompt(tx, key)
        return FileResponse(await media.sound(prompt, language), media_type="audio/wav")


def _matches(prompt: LibraryPrompt, q: str, category: str) -> bool:
    words = (prompt.key, prompt.name, *prompt.texts.values())
    found = any(q.lower() in word.lower() for word in words)
    return found and (not category or prompt.category == category)


def _words(prompt: LibraryPrompt) -> list[tuple[str, Language]]:
    return [(text, one) for one in LANGUAGES if (text := prompt.text(one))]
