"""The SQL of the voice library."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from lingting.kernel.ids import UserId
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.prompts import LibraryPrompt, RecordedPrompt
from lingting.media.domain.sounds import LANGUAGES, Language, language_of
from lingting.media.tables import prompt_recordings, prompts
from lingting.platform.db import Transaction


def _stored(wanted: sa.FromClause) -> sa.Select[Any]:
    """Words and recordings of these keys in one answer: a row for each recording, or one."""
    key = wanted.c.key
    words = prompts.c["name", "category", "zh", "en", "changed_at"]
    sounds = prompt_recordings.c[
        "language", "file", "original_name", "seconds", "uploaded_at", "uploaded_by"
    ]
    both = wanted.outerjoin(prompts, prompts.c.key == key)
    both = both.outerjoin(prompt_recordings, prompt_recordings.c.key == key)
    return sa.select(key, *words, *sounds).select_from(both)


_ALL = _stored(
    sa.union(sa.select(prompts.c.key), sa.select(prompt_recordings.c.key)).subquery("wanted")
)
_SOME = _stored(
    sa.func.unnest(sa.bindparam("keys", type_=ARRAY(sa.Text)))
    .table_valued("key", name="wanted")
    .render_derived()
)


async def find(tx: Transaction, keys: Collection[str] | None = None) -> dict[str, LibraryPrompt]:
    """Prompts by key, all of them or those of `keys`: what the company changed, else shipped."""
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
    recordings: dict[str, dict[Language, RecordedPrompt]] = {}
    if keys is None:
        rows = await tx.conn.execute(_ALL)
    else:
        rows = await tx.conn.execute(_SOME, {"keys": sorted(keys)})
    for row in rows:
        if row.name is not None:
            found[row.key] = LibraryPrompt(
                key=row.key,
                name=row.name,
                category=row.category,
                texts={"zh-CN": row.zh, "en": row.en},
                shipped=row.key in shipped,
                changed_at=row.changed_at,
            )
        if row.language is not None:
            recordings.setdefault(row.key, {})[language_of(row.language)] = _recording(row)
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


def _recording(row: Any) -> RecordedPrompt:
    uploaded_at: datetime = row.uploaded_at
    by = UserId(row.uploaded_by) if row.uploaded_by else None
    return RecordedPrompt(row.file, row.original_name, row.seconds, uploaded_at, by)


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
