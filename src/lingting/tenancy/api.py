"""What upper features may ask about companies."""

from typing import Protocol, TypeVar

from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.tenancy.domain.company import Company, Language
from lingting.tenancy.domain.settings import CompanySettings, Setting

V = TypeVar("V", bool, int, str)


class Tenancy(Protocol):
    """Companies and their settings."""

    async def create(
        self,
        tx: Transaction,
        short_name: str,
        name: str,
        time_zone: str = ...,
        language: Language = ...,
    ) -> Company:
        """Adds the company whose id is `tx.tenant`; raises ShortNameTaken."""
        ...

    async def by_short_name(self, short_name: str) -> Company | None:
        """The company with this short name, in any case."""
        ...

    async def by_id(self, tenant: TenantId) -> Company:
        """Raises CompanyNotFound."""
        ...

    async def all(self) -> list[Company]:
        """Every company, the oldest first."""
        ...

    async def ids(self) -> list[TenantId]:
        """Their ids."""
        ...

    async def settings(self, tx: Transaction) -> CompanySettings:
        """What the company of `tx` has set: `settings[RING_SECONDS]`."""
        ...

    async def known(self, tx: Transaction) -> CompanySettings:
        """The same from memory, for the engine, which makes all changes; a worker does not hear
        of them."""
        ...

    async def get(self, tx: Transaction, setting: Setting[V]) -> V:
        """The value of one setting."""
        ...
