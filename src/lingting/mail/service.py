"""Use cases of mail: set the server, try it, send a letter."""

from uuid import uuid4

from lingting.kernel.ids import TenantId
from lingting.mail import store
from lingting.mail.domain import (
    Hindrance,
    Letter,
    MailNotSet,
    MailSecretNeeded,
    MailServer,
    NotSent,
    fit_address,
)
from lingting.mail.ports import Post
from lingting.mail.words import test_letter
from lingting.platform.aside import aside
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.http.messages import Language
from lingting.platform.kit import Kit
from lingting.platform.secrets import Secrets, SecretUnreadable
from lingting.platform.trail import Trail, changes

TARGET = "mail_server"


class MailService:
    """Implements `api.Mail`."""

    def __init__(self, kit: Kit, trail: Trail, post: Post) -> None:
        self._kit = kit
        self._trail = trail
        self._post = post
        self._secrets = Secrets(kit.settings.keys)

    async def server(self, tenant: TenantId) -> tuple[MailServer, bool] | None:
        """The company's server, and whether a password is kept for it."""
        async with self._kit.db.transaction(tenant) as tx:
            found = await store.read(tx.conn)
        return (found[0], found[1] is not None) if found else None

    async def change(self, who: Principal, server: MailServer, secret: str | None) -> None:
        """Sets the server; `secret` None keeps the password where it goes to the same place.

        Raises MailSecretNeeded.
        """
        async with self._kit.db.transaction(who.tenant) as tx:
            before = await store.read(tx.conn)
            kept = _still_fits(before, server)
            if not server.user:
                sealed = None
            elif secret:
                sealed = await aside(self._secrets.seal, secret)
            elif kept is None:
                raise MailSecretNeeded(field="secret")
            else:
                sealed = kept
            await store.keep(tx.conn, tx.tenant, server, sealed)
            told = changes(_plain(before[0]) if before else {}, _plain(server))
            if secret:
                told = {**told, "secret": True}
            await self._trail.record(tx, who, "mail.change", TARGET, told)

    async def forget(self, who: Principal) -> None:
        """Takes the server away."""
        async with self._kit.db.transaction(who.tenant) as tx:
            await store.forget(tx.conn)
            await self._trail.record(tx, who, "mail.remove", TARGET)

    async def test(self, who: Principal, to: str, language: Language) -> NotSent | None:
        """Sends a letter to an address; what hindered it, if anything did."""
        address = fit_address(to, "to")
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await store.read(tx.conn)
        if found is None:
            raise MailNotSet()
        try:
            await self._deliver(*found, test_letter(f"test.{uuid4().hex}", address, language))
            hindrance = None
        except NotSent as error:
            hindrance = error
        async with self._kit.db.transaction(who.tenant) as tx:
            details = {"to": address, "sent": hindrance is None}
            await self._trail.record(tx, who, "mail.test", TARGET, details)
        return hindrance

    async def is_set(self, tx: Transaction) -> bool:
        return await store.read(tx.conn) is not None

    async def send(self, tx: Transaction, letter: Letter) -> None:
        found = await store.read(tx.conn)
        if found is None:
            raise NotSent(Hindrance.NOT_SET)
        await self._deliver(*found, letter)

    async def _deliver(self, server: MailServer, sealed: str | None, letter: Letter) -> None:
        try:
            secret = self._secrets.open(sealed) if sealed else ""
        except SecretUnreadable:
            raise NotSent(Hindrance.SECRET) from None
        await aside(self._post.deliver, server, secret, letter)


def _still_fits(before: tuple[MailServer, str | None] | None, server: MailServer) -> str | None:
    """The sealed password when it would go where it was meant to go."""
    if before is None:
        return None
    was, sealed = before
    same = (was.host, was.port, was.user) == (server.host, server.port, server.user)
    return sealed if same and was.security is server.security else None


def _plain(server: MailServer) -> dict[str, object]:
    names = ("host", "port", "user", "sender")
    return {**{name: getattr(server, name) for name in names}, "security": server.security.value}
