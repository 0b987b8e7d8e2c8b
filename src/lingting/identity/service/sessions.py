"""Sessions: from a cookie to a principal, sliding expiry, log-out."""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from lingting.identity.domain.login import IDLE_LOG_OUT_MINUTES
from lingting.identity.events import EndReason, SessionEnded, SessionStarted
from lingting.identity.ports import LogOutHook, StayCheck
from lingting.identity.service import people
from lingting.identity.service.people import Person
from lingting.identity.store import sessions as store
from lingting.identity.store.sessions import Session
from lingting.identity.tokens import new_token, read_cookie
from lingting.kernel.ids import SessionId, TenantId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.guests import guest
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.timers import Timer
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy

TIMER = "identity.session"
TRUSTED_FOR = timedelta(seconds=5)
"""How long a principal is kept in memory; changes in this process are seen at once."""
PROLONGED_EVERY = timedelta(seconds=30)
_BYE = {"logged_out": "logged-out", "elsewhere": "elsewhere"}


@dataclass(frozen=True, slots=True)
class _Kept:
    principal: Principal
    until: datetime
    seen_at: datetime


class Sessions:
    """Who is logged in; the secret itself is never stored."""

    def __init__(self, kit: Kit, tenancy: Tenancy, trail: Trail) -> None:
        self._kit = kit
        self._tenancy = tenancy
        self._trail = trail
        self._kept: dict[bytes, _Kept] = {}
        self._changes = 0
        self._before_log_out: list[LogOutHook] = []
        self._stays: list[StayCheck] = []
        kit.timers.on(TIMER, self._expire)

    def before_log_out(self, hook: LogOutHook) -> None:
        """Asks `hook` before a person logs out of his last session."""
        self._before_log_out.append(hook)

    def stay_logged_in_while(self, check: StayCheck) -> None:
        """Keeps a person logged in without activity while `check` holds."""
        self._stays.append(check)

    def forget_principals(self) -> None:
        """Makes the next request read users, roles and seats anew."""
        self._changes += 1
        self._kept.clear()

    def changed(self, tx: Transaction) -> None:
        """The same, after the commit of `tx`."""

        async def forget() -> None:
            self.forget_principals()

        tx.after_commit(forget)

    async def authenticate(self, cookie: str | None, *, active: bool = False) -> Principal | None:
        """The person behind a cookie; only what he does himself (`active`) prolongs the session.

        The question comes before everything else, and a telephone in a talk asks it again and
        again: it does not wait for pages.
        """
        with guest(None):
            return await self._authenticate(cookie, active=active)

    async def _authenticate(self, cookie: str | None, *, active: bool) -> Principal | None:
        token = read_cookie(cookie)
        if token is None:
            return None
        now, kept = self._kit.clock.now(), self._kept.get(token.hash)
        if kept is not None and now < kept.until and not (active and _is_due(kept.seen_at, now)):
            return kept.principal
        changes = self._changes
        async with self._kit.db.transaction(token.tenant) as tx:
            session = await store.by_hash(tx.conn, token.hash)
            if session is None or not hmac.compare_digest(session.token_hash, token.hash):
                return None
            person = await people.load(tx, session.user_id)
            principal = self._there(tx, session, person)
            if principal is None:
                return None
            if active and _is_due(session.seen_at, tx.now):
                ends = tx.now + await self._life(tx)
                await store.prolong(tx.conn, session.id, tx.now, ends)
                session = replace(session, seen_at=tx.now, expires_at=ends)
                principal = self._there(tx, session, person)
        if changes == self._changes and principal is not None:
            self._keep(session, principal, tx.now)
        return principal

    async def still_there(self, tenant: TenantId, cookies: Collection[str]) -> dict[str, Principal]:
        """The people behind those of a company's cookies that still count; prolongs nothing.

        Hundreds of open pages ask again and again: a question for each was a tenth of the engine.
        """
        tokens = [(one, token) for one in cookies if (token := read_cookie(one)) is not None]
        by_hash = {token.hash: one for one, token in tokens if token.tenant == tenant}
        changes, found = self._changes, dict[str, Principal]()
        async with self._kit.db.transaction(tenant) as tx:
            sessions = await store.by_hashes(tx.conn, by_hash)
            persons = await people.load_all(tx, {one.user_id for one in sessions})
        for session in sessions:
            principal = self._there(tx, session, persons.get(session.user_id))
            if principal is None:
                continue
            found[by_hash[session.token_hash]] = principal
            if changes == self._changes:
                self._keep(session, principal, tx.now)
        return found

    async def start(
        self, tx: Transaction, user: UserId, address: str | None
    ) -> tuple[str, SessionId]:
        """A new session with a secret of its own; answers the cookie's value."""
        token = new_token(tx.tenant)
        ends = tx.now + await self._life(tx)
        session = Session(SessionId(new_id(tx.now)), user, token.hash, tx.now, ends)
        await store.add(tx.conn, tx.tenant, session, address)
        await tx.set_timer(TIMER, session.id, ends)
        tx.publish(SessionStarted(at=tx.now, session=session.id, user=user))
        return token.cookie, session.id

    async def log_out(self, principal: Principal) -> None:
        """Ends the principal's session; a hook may refuse by raising."""

        async def turn() -> None:
            async with self._kit.db.transaction(principal.tenant) as tx:
                session = await store.by_id(tx.conn, principal.session)
                if session is None:
                    return
                if len(await store.of_users(tx.conn, [principal.user])) == 1:
                    for hook in self._before_log_out:
                        await hook(tx, principal.user)
                await self._trail.record(tx, principal, "session.log_out", _target(principal.user))
                await self.end(tx, session, "logged_out")

        await self._kit.mailboxes.run(principal.tenant, turn)

    async def end(self, tx: Transaction, session: Session, reason: EndReason) -> None:
        """Ends one session without asking."""
        await self._end(tx, [session], reason)

    async def end_all(
        self,
        tx: Transaction,
        users: Collection[UserId],
        reason: EndReason,
        but: SessionId | None = None,
    ) -> None:
        """Ends every session of these users, `but` one."""
        theirs = await store.of_users(tx.conn, users)
        await self._end(tx, [one for one in theirs if one.id != but], reason)

    async def _end(self, tx: Transaction, sessions: Sequence[Session], reason: EndReason) -> None:
        gone = await store.remove(tx.conn, [one.id for one in sessions])
        ended = [one for one in sessions if one.id in gone]
        stay = {one.user_id for one in await store.of_users(tx.conn, {e.user_id for e in ended})}
        last = {one.user_id: one for one in ended if one.user_id not in stay}
        for one in ended:
            await tx.cancel_timer(TIMER, one.id)
            is_last = last.get(one.user_id) is one
            tx.publish(
                SessionEnded(
                    at=tx.now, session=one.id, user=one.user_id, reason=reason, last=is_last
                )
            )
            if is_last or reason == "elsewhere":
                tx.after_commit(partial(self._part, tx.tenant, one.user_id, reason))
        if ended:
            self.changed(tx)

    async def _part(self, tenant: TenantId, user: UserId, reason: EndReason) -> None:
        self._kit.hub.bye(tenant, user, _BYE.get(reason, "expired"))

    async def end_cookie(self, tx: Transaction, cookie: str | None) -> None:
        """Ends the session that a browser had before it logged in again."""
        token = read_cookie(cookie)
        if token is None or token.tenant != tx.tenant:
            return
        session = await store.by_hash(tx.conn, token.hash)
        if session is not None:
            await self.end(tx, session, "logged_out")

    async def _expire(self, tx: Transaction, timer: Timer) -> None:
        session = await store.by_id(tx.conn, SessionId(UUID(timer.key)))
        if session is None:
            return
        ends = session.expires_at
        if ends <= tx.now and self._at_work(tx.tenant, session.user_id):
            ends = tx.now + await self._life(tx)
            await store.prolong(tx.conn, session.id, tx.now, ends)
        if ends > tx.now:
            await tx.set_timer(TIMER, session.id, ends)
        else:
            await self.end(tx, session, "expired")

    async def _life(self, tx: Transaction) -> timedelta:
        company = timedelta(minutes=await self._tenancy.get(tx, IDLE_LOG_OUT_MINUTES))
        return min(company, timedelta(hours=self._kit.settings.session_hours))

    def _at_work(self, tenant: TenantId, user: UserId) -> bool:
        return any(stays(tenant, user) for stays in self._stays)

    def _there(self, tx: Transaction, session: Session, person: Person | None) -> Principal | None:
        """Who that is, while his session lasts and he may log in."""
        at_work = self._at_work(tx.tenant, session.user_id)
        if session.expires_at <= tx.now and not at_work:
            return None
        if person is None or not person.user.active:
            return None
        principal = principal_of(tx, session.id, person)
        return replace(principal, ends=None if at_work else session.expires_at)

    def _keep(self, session: Session, principal: Principal, now: datetime) -> None:
        if len(self._kept) > 10_000:
            self._kept.clear()
        until = now + TRUSTED_FOR
        until = min(until, principal.ends) if principal.ends is not None else until
        self._kept[session.token_hash] = _Kept(principal, until, session.seen_at)


def _is_due(seen_at: datetime, now: datetime) -> bool:
    return now - seen_at >= PROLONGED_EVERY


def principal_of(tx: Transaction, session: SessionId, person: Person) -> Principal:
    """What routes know of a person."""
    return Principal(
        tenant=tx.tenant,
        user=person.user.id,
        session=session,
        account=person.user.account,
        name=person.user.name,
        permissions=person.permissions,
        seat_number=person.seat.number if person.seat else None,
        extension=person.seat.extension if person.seat else None,
    )


def _target(user: UserId) -> str:
    return f"user:{user}"
