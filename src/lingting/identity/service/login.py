"""Logging in: image code, lock-out, password, new session."""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity import image_code
from lingting.identity.domain.errors import (
    AccountLocked,
    AddressLocked,
    CaptchaExpired,
    CaptchaRequired,
    CaptchaWrong,
    LoginFailed,
)
from lingting.identity.domain.login import (
    CAPTCHA,
    CAPTCHA_LIFE,
    LOGIN_LOCK_MINUTES,
    LOGIN_TRIES,
    LOGIN_WINDOW_MINUTES,
    OF_ADDRESS,
    SINGLE_LOGIN,
    LockRule,
    captcha_needed,
    locked_until,
)
from lingting.identity.domain.users import account_key
from lingting.identity.passwords import Passwords
from lingting.identity.service import people
from lingting.identity.service.people import Person
from lingting.identity.service.sessions import Sessions, principal_of
from lingting.identity.store import attempts
from lingting.identity.store import users as user_store
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import TenantId, UserId, new_id
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.company import Company, short_name_key
from lingting.tenancy.domain.settings import CompanySettings

NO_TENANT = TenantId(UUID(int=0))
"""Tries for unknown companies take the same way, through a company that has no rows."""


@dataclass(frozen=True, slots=True)
class Try:
    """What a person typed, and from where; `old_cookie` is a session that the browser had."""

    company: str
    account: str
    password: str
    captcha_id: UUID | None = None
    captcha: str | None = None
    address: str = ""
    old_cookie: str | None = None

    @property
    def account_hash(self) -> bytes:
        """Stands for the account where failures are counted; nothing personal is kept there."""
        return account_hash(self.company, self.account)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session."""

    cookie: str
    company: Company
    person: Person


@dataclass(frozen=True, slots=True)
class ImageCode:
    """An image code that waits to be typed."""

    id: UUID
    image: str
    expires_at: datetime


class Login:
    """The door: everything that happens before there is a session."""

    def __init__(
        self, kit: Kit, tenancy: Tenancy, trail: Trail, sessions: Sessions, passwords: Passwords
    ) -> None:
        self._kit = kit
        self._tenancy = tenancy
        self._trail = trail
        self._sessions = sessions
        self._passwords = passwords

    async def asks_captcha(self, address: str, company: str, account: str) -> bool:
        """Whether the next try must carry the image code, as far as it is known who tries."""
        found = await self._tenancy.by_short_name(company) if company else None
        settings = await self._settings(found)
        now = self._kit.clock.now()
        async with self._kit.db.without_tenant() as conn:
            of_account = await attempts.failures_of_account(
                conn, account_hash(company, account), now - _rule(settings).memory
            )
            of_address = await attempts.failures_of_address(conn, address, now - OF_ADDRESS.window)
        return captcha_needed(self._always(settings), len(of_account), len(of_address))

    async def new_captcha(self) -> ImageCode:
        """A new image code; it is good for one try within three minutes."""
        now = self._kit.clock.now()
        captcha, code, expires_at = new_id(now), image_code.new_code(), now + CAPTCHA_LIFE
        async with self._kit.db.without_tenant() as conn:
            await attempts.forget(conn, now - timedelta(days=2), now)
            await attempts.add_captcha(conn, captcha, _code_hash(captcha, code), expires_at)
        # drawing takes milliseconds that calls in this process should not wait for
        image = await asyncio.to_thread(image_code.data_url, code)
        return ImageCode(captcha, image, expires_at)

    async def log_in(self, typed: Try) -> LoggedIn:
        """Raises LoginFailed, AccountLocked, AddressLocked or one of the image code's errors."""
        company = await self._tenancy.by_short_name(typed.company)
        settings = await self._settings(company)
        now = self._kit.clock.now()
        attempt = new_id(now)
        refusal = await self._admit(typed, settings, attempt, now)
        if refusal is not None:
            raise refusal
        user = await self._check_password(typed, company.id if company else NO_TENANT)
        if user is None or company is None:
            raise LoginFailed(captcha=True)
        logged_in = await self._enter(typed, company, user, settings)
        async with self._kit.db.without_tenant() as conn:
            await attempts.succeed(conn, attempt)
        return logged_in

    async def unlock(self, company: str, account: str) -> None:
        """Forgets the failures of an account."""
        async with self._kit.db.without_tenant() as conn:
            await attempts.forgive(conn, account_hash(company, account))

    async def _admit(
        self, typed: Try, settings: CompanySettings, attempt: UUID, now: datetime
    ) -> LingtingError | None:
        """Notes the try as a failed one, or answers why it is not even made.

        The try is noted before the password is checked, under a lock, so that many tries at once
        are not more than the rule allows.
        """
        rule = _rule(settings)
        async with self._kit.db.without_tenant() as conn:
            await attempts.queue_up(conn, typed.account_hash)
            of_account = await attempts.failures_of_account(
                conn, typed.account_hash, now - rule.memory
            )
            of_address = await attempts.failures_of_address(
                conn, typed.address, now - OF_ADDRESS.memory
            )
            if until := locked_until(of_account, rule, now):
                return AccountLocked(until=until.isoformat(), minutes=_minutes(until - now))
            if until := locked_until(of_address, OF_ADDRESS, now):
                return AddressLocked(until=until.isoformat(), minutes=_minutes(until - now))
            suspect = _recent(of_address, now)
            if captcha_needed(self._always(settings), len(of_account), suspect):
                refusal = _judge(typed, await self._taken(conn, typed), now)
                if refusal is not None:
                    return refusal
            await attempts.add(conn, attempt, now, typed.account_hash, typed.address)
        return None

    @staticmethod
    async def _taken(conn: AsyncConnection, typed: Try) -> tuple[bytes, datetime] | None:
        return await attempts.take_captcha(conn, typed.captcha_id) if typed.captcha_id else None

    async def _check_password(self, typed: Try, tenant: TenantId) -> UserId | None:
        async with self._kit.db.transaction(tenant) as tx:
            found = await user_store.secret_of(tx.conn, typed.account)
        fits = await self._passwords.fits(typed.password, found[1] if found else None)
        if found is None:
            return None
        user, stored = found
        if not fits:
            # in a task of its own, so that known and unknown accounts take the same time
            self._kit.supervisor.spawn(self._note_failure(tenant, user), name="login failed")
            return None
        if self._passwords.is_old(stored):
            renewed = await self._passwords.hash(typed.password)
            async with self._kit.db.transaction(tenant) as tx:
                await user_store.change(tx.conn, user, {"password_hash": renewed})
        return user

    async def _note_failure(self, tenant: TenantId, user: UserId) -> None:
        async with self._kit.db.transaction(tenant) as tx:
            await self._trail.record(tx, None, "session.log_in_failed", f"user:{user}")

    async def _enter(
        self, typed: Try, company: Company, user: UserId, settings: CompanySettings
    ) -> LoggedIn:
        async with self._kit.db.transaction(company.id) as tx:
            person = await people.load(tx, user)
            if person is None or not person.user.active:
                raise LoginFailed(captcha=True)
            # the new session first: whoever only moves to another place was never logged out
            cookie, session = await self._sessions.start(tx, user, typed.address or None)
            await self._sessions.end_cookie(tx, typed.old_cookie)
            if person.seat is not None and settings[SINGLE_LOGIN]:
                await self._sessions.end_all(tx, [user], "elsewhere", but=session)
            principal = principal_of(tx, session, person)
            await self._trail.record(tx, principal, "session.log_in", f"user:{user}")
        return LoggedIn(cookie, company, person)

    async def _settings(self, company: Company | None) -> CompanySettings:
        async with self._kit.db.transaction(company.id if company else NO_TENANT) as tx:
            return await self._tenancy.settings(tx)

    def _always(self, settings: CompanySettings) -> bool:
        return "always" in (self._kit.settings.captcha, settings[CAPTCHA])


def account_hash(company: str, account: str) -> bytes:
    """What equal pairs of company and account share."""
    text = f"{short_name_key(company)}\0{account_key(account)}"
    return hashlib.sha256(text.encode()).digest()


def _rule(settings: CompanySettings) -> LockRule:
    return LockRule(
        settings[LOGIN_TRIES],
        timedelta(minutes=settings[LOGIN_WINDOW_MINUTES]),
        timedelta(minutes=settings[LOGIN_LOCK_MINUTES]),
    )


def _judge(typed: Try, taken: tuple[bytes, datetime] | None, now: datetime) -> LingtingError | None:
    if typed.captcha_id is None or not typed.captcha:
        return CaptchaRequired(field="captcha")
    if taken is None or taken[1] <= now:
        return CaptchaExpired(field="captcha")
    if not hmac.compare_digest(taken[0], _code_hash(typed.captcha_id, typed.captcha.strip())):
        return CaptchaWrong(field="captcha")
    return None


def _recent(failures: Sequence[datetime], now: datetime) -> int:
    return sum(1 for at in failures if at > now - OF_ADDRESS.window)


def _code_hash(captcha: UUID, code: str) -> bytes:
    return hashlib.sha256(captcha.bytes + code.encode()).digest()


def _minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))
