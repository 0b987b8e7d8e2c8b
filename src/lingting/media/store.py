"""The SQL of the voice library."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.kernel.ids import UserId
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.prompts import LibraryPrompt, RecordedPrompt
from lingting.media.domain.sounds import LANGUAGES, Language, language_of
from lingting.media.tables import prompt_recordings, prompts
from lingting.platform.db import Transaction


async def find(tx: Transaction, keys: Collection[str] | None = None) -> dict[str, LibraryPrompt]:
    """Prompts by key, all of them or those of `keys`: what the company changed, else shipped."""
    query = sa.select(prompts)
    if keys is not None:
        query = query.where(prompts.c.key.in_(list(keys)))
    shipped = default_prompts()
    found = {
        key: LibraryPrompt(
            key=key,
            name=one.zh,
            category=one.category,
            texts={language: one.text(language) for language in LANGUAGES},
            shipped=True,
        )
        for key, one in shipped.items()
        if keys is None or key in keys
    }
    recordings = await _recordings(tx, keys)
    for row in await tx.conn.execute(query):
        found[row.key] = LibraryPrompt(
            key=row.key,
            name=row.name,
            category=row.category,
            texts={"zh-CN": row.zh, "en": row.en},
            shipped=row.key in shipped,
            changed_at=row.changed_at,
        )
    return {key: _with(prompt, recordings.get(key, {})) for key, prompt in found.items()}


async def save(tx: Transaction, prompt: LibraryPrompt) -> None:
    """Stores a prompt's words, new or changed."""
    row = {
        "tenant_id": tx.tenant,
        "key": prompt.key,
        "name": prompt.name,
        "category": prompt.category,
        "zh": prompt.text("zh-CN"),
        "en": prompt.text("en"),
        "changed_at": tx.now,
    }
    stored = insert(prompts).values(row)
    changed = {name: stored.excluded[name] for name in row if name not in ("tenant_id", "key")}
    await tx.conn.execute(
        stored.on_conflict_do_update(index_elements=["tenant_id", "key"], set_=changed)
    )


async def remove(tx: Transaction, key: str) -> None:
    """Forgets a prompt and its recordings."""
    await tx.conn.execute(prompt_recordings.delete().where(prompt_recordings.c.key == key))
    await tx.conn.execute(prompts.delete().where(prompts.c.key == key))


async def forget_words(tx: Transaction, key: str) -> None:
    """Forgets what the company made of a prompt's words."""
    await tx.conn.execute(prompts.delete().where(prompts.c.key == key))


async def save_recording(
    tx: Transaction, key: str, language: Language, recording: RecordedPrompt
) -> None:
    """Stores what was uploaded in place of the words."""
    row = {
        "tenant_id": tx.tenant,
        "key": key,
        "language": language,
        "file": recording.file,
        "original_name": recording.original_name,
        "seconds": recording.seconds,
        "uploaded_at": recording.uploaded_at,
        "uploaded_by": recording.uploaded_by,
    }
    keys = ["tenant_id", "key", "language"]
    stored = insert(prompt_recordings).values(row)
    changed = {name: stored.excluded[name] for name in row if name not in keys}
    await tx.conn.execute(stored.on_conflict_do_update(index_elements=keys, set_=changed))


async def remove_recording(tx: Transaction, key: str, language: Language) -> bool:
    """Forgets a recording; False when there was none."""
    gone = prompt_recordings.delete().where(
        prompt_recordings.c.key == key, prompt_recordings.c.language == language
    )
    return (await tx.conn.execute(gone)).rowcount > 0


async def _recordings(
    tx: Transaction, keys: Collection[str] | None
) -> dict[str, dict[Language, RecordedPrompt]]:
    query = sa.select(prompt_recordings)
    if keys is not None:
        query = query.where(prompt_recordings.c.key.in_(list(keys)))
    found: dict[str, dict[Language, RecordedPrompt]] = {}
    for row in await tx.conn.execute(query):
        uploaded_at: datetime = row.uploaded_at
        by = UserId(row.uploaded_by) if row.uploaded_by else None
        found.setdefault(row.key, {})[language_of(row.language)] = RecordedPrompt(
            row.file, row.original_name, row.seconds, uploaded_at, by
        )
    return found


def _with(prompt: LibraryPrompt, recordings: dict[Language, RecordedPrompt]) -> LibraryPrompt:
    return LibraryPrompt(
        key=prompt.key,
        name=prompt.name,
        category=prompt.category,
        texts=prompt.texts,
        shipped=prompt.shipped,
        changed_at=prompt.changed_at,
        recordings=recordings,
    )
