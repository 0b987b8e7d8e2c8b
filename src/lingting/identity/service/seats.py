"""Seats: add, change, remove, give to a user or take one oneself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lingting.identity.domain.errors import (
    ExtensionTaken,
    SeatNotFound,
    SeatNumberTaken,
    SeatOccupied,
    SeatPasswordWrong,
    UserNotFound,
)
from lingting.identity.domain.seats import Seat, fit_extension, fit_number
from lingting.identity.events import SeatChanged, SeatRemoved
from lingting.identity.passwords import Passwords
from lingting.identity.service.sessions import Sessions
from lingting.identity.store import seats as store
from lingting.identity.store import users as user_store
from lingting.identity.store.order import one_at_a_time
from lingting.kernel.ids import SeatId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail, changes


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPatch:
    """What to change about a seat, by field; a field that is not in `given` stays."""

    given: frozenset[str]
    number: str = ""
    extension: str = ""
    user: UserId | None = None
    password: str | None = None


class Seats:
    """Changes of seats."""

    def __init__(self, sessions: Sessions, passwords: Passwords, trail: Trail) -> None:
        self._sessions = sessions
        self._passwords = passwords
        self._trail = trail

    async def add(
        self,
        tx: Transaction,
        principal: Principal | None,
        number: str,
        extension: str,
        user: UserId | None = None,
        password: str | None = None,
    ) -> Seat:
        """Raises SeatNumberTaken, ExtensionTaken, UserNotFound, SeatNumberUnfit, …"""
        seat = fit_seat(tx.now, number, extension, user)
        if user is not None and await user_store.by_id(tx.conn, user) is None:
            raise UserNotFound(field="user_id")
        stored = await self._passwords.hash(password) if password else None
        seat = replace(seat, has_password=stored is not None)
        await self.store_all(tx, principal, [seat], stored)
        return seat

    async def store_all(
        self,
        tx: Transaction,
        principal: Principal | None,
        made: Sequence[Seat],
        password_hash: str | None = None,
    ) -> None:
        """Adds seats, whose users leave their old ones, in the same few statements however many
        they are. Raises SeatNumberTaken, ExtensionTaken."""
        await one_at_a_time(tx.conn, tx.tenant)
        known = await store.every(tx.conn)
        _refuse_twins_among(known, made)
        last = {seat.user: seat for seat in made}
        made = [seat if last[seat.user] is seat else replace(seat, user=None) for seat in made]
        for old in known:
            if old.user is not None and old.user in last:
                await store.change(tx.conn, old.id, {"user_id": None})
                await self._publish(tx, replace(old, user=None))
        await store.add_all(tx.conn, tx.tenant, made, password_hash)
        for seat in made:
            await self._changed(tx, principal, "seat.add", seat)

    async def change(
        self, tx: Transaction, principal: Principal | None, seat: SeatId, patch: SeatPatch
    ) -> Seat:
        """Gives the seat another number, extension, password or user (who leaves his old one)."""
        await one_at_a_time(tx.conn, tx.tenant)
        before = await self.get(tx, seat)
        values: dict[str, Any] = {}
        if "number" in patch.given:
            values["number"] = fit_number(patch.number)
        if "extension" in patch.given:
            values["extension"] = fit_extension(patch.extension)
        if "password" in patch.given:
            secret = patch.password
            values["password_hash"] = await self._passwords.hash(secret) if secret else None
        if "user" in patch.given:
            values["user_id"] = patch.user
        await self._refuse_twins_of(tx, seat, values)
        if patch.user is not None and "user" in patch.given:
            await self._free_other(tx, patch.user, seat)
        await store.change(tx.conn, seat, values)
        after = await self.get(tx, seat)
        secret = {"password": True} if "password" in patch.given else {}
        told = changes(_plain(before), {**_plain(after), **secret})
        await self._changed(tx, principal, "seat.change", after, told)
        return after

    async def remove(self, tx: Transaction, principal: Principal | None, seat: SeatId) -> None:
        """The seat's user stays, without a seat."""
        gone = await self.get(tx, seat)
        await store.remove(tx.conn, seat)
        tx.publish(SeatRemoved(at=tx.now, seat=seat, user=gone.user))
        self._sessions.changed(tx)
        await self._trail.record(
            tx, principal, "seat.remove", f"seat:{seat}", {"number": gone.number}
        )

    async def take(self, tx: Transaction, principal: Principal, number: str, password: str) -> Seat:
        """A person registers at a seat by its number and password (注册).

        Raises SeatOccupied while another user has it, SeatPasswordWrong also for a seat that does
        not exist or has no password.
        """
        await one_at_a_time(tx.conn, tx.tenant)
        seat = await store.by_number(tx.conn, fit_number(number))
        stored = await store.password_hash(tx.conn, seat.id) if seat else None
        if not await self._passwords.fits(password, stored) or seat is None:
            raise SeatPasswordWrong(field="password")
        if seat.user not in (None, principal.user):
            raise SeatOccupied(field="number", number=seat.number)
        await self._free_other(tx, principal.user, seat.id)
        await store.change(tx.conn, seat.id, {"user_id": principal.user})
        after = await self.get(tx, seat.id)
        await self._changed(tx, principal, "seat.take", after)
        return after

    async def leave(self, tx: Transaction, principal: Principal) -> None:
        """A person leaves his seat, so that a colleague can take it."""
        await self._free_other(tx, principal.user, None)

    async def get(self, tx: Transaction, seat: SeatId) -> Seat:
        """Raises SeatNotFound."""
        found = await store.by_id(tx.conn, seat)
        if found is None:
            raise SeatNotFound()
        return found

    async def _free_other(self, tx: Transaction, user: UserId, but: SeatId | None) -> None:
        if await user_store.by_id(tx.conn, user) is None:
            raise UserNotFound(field="user_id")
        old = await store.of_user(tx.conn, user)
        if old is not None and old.id != but:
            await store.change(tx.conn, old.id, {"user_id": None})
            await self._publish(tx, await self.get(tx, old.id))

    async def _refuse_twins_of(self, tx: Transaction, seat: SeatId, values: dict[str, Any]) -> None:
        if "number" in values:
            twin = await store.by_number(tx.conn, values["number"])
            if twin is not None and twin.id != seat:
                raise SeatNumberTaken(field="number", number=twin.number)
        if "extension" in values:
            twin = await store.by_extension(tx.conn, values["extension"])
            if twin is not None and twin.id != seat:
                raise ExtensionTaken(field="extension", extension=twin.extension)

    async def _changed(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        seat: Seat,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        await self._publish(tx, seat)
        details = {"number": seat.number, **(_plain(seat) if told is None else told)}
        await self._trail.record(tx, principal, action, f"seat:{seat.id}", details)

    async def _publish(self, tx: Transaction, seat: Seat) -> None:
        tx.publish(
            SeatChanged(
                at=tx.now,
                seat=seat.id,
                number=seat.number,
                extension=seat.extension,
                user=seat.user,
            )
        )
        self._sessions.changed(tx)


def fit_seat(now: datetime, number: str, extension: str, user: UserId | None) -> Seat:
    """The seat that would be added. Raises what is wrong with it."""
    fit = fit_number(number), fit_extension(extension)
    return Seat(SeatId(new_id(now)), *fit, user, False)


def _refuse_twins_among(known: Iterable[Seat], made: Iterable[Seat]) -> None:
    numbers = {seat.number for seat in known}
    extensions = {seat.extension for seat in known}
    for seat in made:
        if seat.number in numbers:
            raise SeatNumberTaken(field="number", number=seat.number)
        if seat.extension in extensions:
            raise ExtensionTaken(field="extension", extension=seat.extension)
        numbers.add(seat.number)
        extensions.add(seat.extension)


def _plain(seat: Seat) -> dict[str, Any]:
    user = str(seat.user) if seat.user else None
    return {"number": seat.number, "extension": seat.extension, "user": user}
