"""Use cases of companies and their settings."""

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from lingting.kernel.ids import TenantId
from lingting.platform.db import Database, Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.remembering import Remembered
from lingting.platform.trail import Trail, changes
from lingting.tenancy import store
from lingting.tenancy.domain.company import (
    DEFAULT_TIME_ZONE,
    Company,
    CompanyNotFound,
    Language,
    ShortNameTaken,
    fit_short_name,
    fit_time_zone,
    short_name_key,
)
from lingting.tenancy.domain.settings import CompanySettings, Setting, Value, known_setting
from lingting.tenancy.events import CompanyChanged, CompanyFounded, SettingsChanged

V = TypeVar("V", bool, int, str)


class TenancyService:
    """Companies and settings over the database."""

    def __init__(self, db: Database, trail: Trail) -> None:
        self._db = db
        self._trail = trail
        self._known = Remembered[CompanySettings](db.bus, SettingsChanged)

    async def create(
        self,
        tx: Transaction,
        short_name: str,
        name: str,
        time_zone: str = DEFAULT_TIME_ZONE,
        language: Language = "zh-CN",
    ) -> Company:
        company = Company(
            id=tx.tenant,
            short_name=fit_short_name(short_name),
            name=name,
            time_zone=fit_time_zone(time_zone),
            language=language,
            created_at=tx.now,
        )
        if not await store.add(tx.conn, company):
            raise ShortNameTaken(field="short_name", short_name=company.short_name)
        tx.publish(CompanyFounded(at=tx.now, short_name=company.short_name))
        return company

    async def by_short_name(self, short_name: str) -> Company | None:
        async with self._db.without_tenant() as conn:
            return await store.by_key(conn, short_name_key(short_name))

    async def by_id(self, tenant: TenantId) -> Company:
        async with self._db.without_tenant() as conn:
            company = await store.by_id(conn, tenant)
        if company is None:
            raise CompanyNotFound()
        return company

    async def all(self) -> list[Company]:
        async with self._db.without_tenant() as conn:
            return await store.every(conn)

    async def ids(self) -> list[TenantId]:
        return [company.id for company in await self.all()]

    async def settings(self, tx: Transaction) -> CompanySettings:
        return CompanySettings(await store.chosen(tx.conn))

    async def get(self, tx: Transaction, setting: Setting[V]) -> V:
        return (await self.settings(tx))[setting]

    async def known(self, tx: Transaction) -> CompanySettings:
        return await self._known.of(tx.tenant, partial(self.settings, tx))

    async def choose(
        self, tx: Transaction, principal: Principal | None, values: Mapping[str, Any]
    ) -> CompanySettings:
        """Sets what `values` names; raises SettingUnknown or SettingUnfit and then sets nothing."""
        before = await self.settings(tx)
        accepted: dict[str, Value] = {
            key: known_setting(key).accept(value) for key, value in values.items()
        }
        changed = {k: v for k, v in accepted.items() if before.chosen.get(k) != v}
        if changed:
            await store.choose(tx.conn, tx.tenant, changed, tx.now)
            by = principal.user if principal else None
            tx.publish(SettingsChanged(at=tx.now, keys=tuple(changed), by=by))
            was = {key: before[known_setting(key)] for key in changed}
            await self._trail.record(
                tx, principal, "settings.change", "settings", changes(was, changed)
            )
        return await self.settings(tx)

    async def change_company(
        self, tx: Transaction, principal: Principal | None, values: Mapping[str, Any]
    ) -> None:
        """Changes name, language or time zone of the company of `tx`."""
        if "time_zone" in values:
            fit_time_zone(values["time_zone"])
        if not values:
            return
        was = await store.by_id(tx.conn, tx.tenant)
        await store.change(tx.conn, tx.tenant, values)
        by = principal.user if principal else None
        tx.publish(CompanyChanged(at=tx.now, by=by))
        details = changes({key: getattr(was, key) for key in values}, values)
        await self._trail.record(tx, principal, "company.change", "company", details)
