"""The company and its settings in the configuration text."""

from typing import Any

from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import ConfigSection, Entry, EntryChange, Misfit, Misfits
from lingting.tenancy import store
from lingting.tenancy.domain.company import CompanyNotFound
from lingting.tenancy.domain.settings import SettingUnfit, SettingUnknown, declared, known_setting
from lingting.tenancy.schemas import CompanyPatch
from lingting.tenancy.service import TenancyService

LABELS = {
    "name": ("公司名称", "Name"),
    "time_zone": ("时区", "Time zone"),
    "language": ("默认语言", "Language"),
}


class CompanySection(ConfigSection):
    """Name, time zone and language; the short name stays what people log in with."""

    key = "company"
    zh, en = "公司", "Company"
    permissions = ("settings.write",)
    removable = False

    def __init__(self, tenancy: TenancyService) -> None:
        self._tenancy = tenancy

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        company = await store.by_id(tx.conn, tx.tenant)
        if company is None:
            raise CompanyNotFound()
        return {field: getattr(company, field) for field in LABELS}

    def read(self, name: str, raw: Any) -> Entry:
        try:
            form = CompanyPatch.model_validate({name: raw})
        except ValueError:
            raise Misfits([Misfit((), "value-error")]) from None
        if name not in LABELS:
            raise Misfits([Misfit((), "extra-forbidden")])
        if getattr(form, name) is None:
            raise Misfits([Misfit((), "missing")])
        return getattr(form, name)

    def label(self, name: str) -> tuple[str, str]:
        return LABELS[name]

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._tenancy.change_company(tx, by, {change.name: change.new})


class SettingsSection(ConfigSection):
    """Every setting with the value in force; what equals the default is not stored anew."""

    key = "settings"
    zh, en = "公司设置", "Company settings"
    permissions = ("settings.write",)
    removable = False

    def __init__(self, tenancy: TenancyService) -> None:
        self._tenancy = tenancy

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        settings = await self._tenancy.settings(tx)
        return {key: settings[one] for key, one in sorted(declared().items())}

    def read(self, name: str, raw: Any) -> Entry:
        try:
            setting = known_setting(name)
            plain = type(raw) is int and setting.kind == "str"
            return setting.accept(str(raw) if plain else raw)
        except (SettingUnknown, SettingUnfit) as error:
            raise Misfits([Misfit((), error.slug, error.params)]) from None

    def label(self, name: str) -> tuple[str, str]:
        setting = known_setting(name)
        return setting.zh, setting.en

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._tenancy.choose(tx, by, {change.name: change.new})
