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
        known = await self.hold(tx)
        _refuse_twins_among(known, made)
        made = _one_each(made)
        await self._free_others(tx, known, made)
        await store.add_all(tx.conn, tx.tenant, made, password_hash)
        for seat in made:
            await self._changed(tx, principal, "seat.add", seat)

    async def change(
        self, tx: Transaction, principal: Principal | None, seat: SeatId, patch: SeatPatch
    ) -> Seat:
        """Gives the seat another number, extension, password or user (who leaves his old one)."""
        known = await self.hold(tx)
        before = next((one for one in known if one.id == seat), None)
        if before is None:
            raise SeatNotFound()
        after = fit_changed_seat(before, patch)
        if after.user != before.user and after.user is not None:
            await self._require_user(tx, after.user)
        await self._write(tx, known, [after])
        secret: dict[str, Any] = {}
        if "password" in patch.given:
            stored = await self._passwords.hash(patch.password) if patch.password else None
            await store.set_password(tx.conn, seat, stored)
            after, secret = replace(after, has_password=stored is not None), {"password": True}
        told = changes(_plain(before), {**_plain(after), **secret})
        await self._changed(tx, principal, "seat.change", after, told)
        return after

    async def change_all(
        self, tx: Transaction, principal: Principal | None, changed: Mapping[Seat, Seat]
    ) -> None:
        """Makes seats what they are to be, in the same few statements however many they are; they
        may exchange what they have. Raises SeatNumberTaken, ExtensionTaken."""
        await self._write(tx, await self.hold(tx), list(changed.values()))
        for before, after in changed.items():
            told = changes(_plain(before), _plain(after))
            await self._changed(tx, principal, "seat.change", after, told)

    async def remove(self, tx: Transaction, principal: Principal | None, seat: SeatId) -> None:
        """The seat's user stays, without a seat."""
        await self.remove_all(tx, principal, [await self.get(tx, seat)])

    async def remove_all(
        self, tx: Transaction, principal: Principal | None, gone: Sequence[Seat]
    ) -> None:
        """Removes seats in one statement however many they are."""
        await store.remove_all(tx.conn, tx.tenant, gone)
        self._sessions.changed(tx)
        for seat in gone:
            tx.publish(SeatRemoved(at=tx.now, seat=seat.id, user=seat.user))
            details = {"number": seat.number}
            await self._trail.record(tx, principal, "seat.remove", f"seat:{seat.id}", details)

    async def hold(self, tx: Transaction) -> list[Seat]:
        """All seats; whoever else would change one waits for this transaction."""
        await one_at_a_time(tx.conn, tx.tenant)
        return await store.every(tx.conn)

    async def take(self, tx: Transaction, principal: Principal, number: str, password: str) -> Seat:
        """A person registers at a seat by its number and password (注册).

        Raises SeatOccupied while another user has it, SeatPasswordWrong also for a seat that does
        not exist or has no password.
        """
        wanted, known = fit_number(number), await self.hold(tx)
        seat = next((one for one in known if one.number == wanted), None)
        stored = await store.password_hash(tx.conn, seat.id) if seat else None
        if not await self._passwords.fits(password, stored) or seat is None:
            raise SeatPasswordWrong(field="password")
        if seat.user not in (None, principal.user):
            raise SeatOccupied(field="number", number=seat.number)
        await self._require_user(tx, principal.user)
        after = replace(seat, user=principal.user)
        await self._write(tx, known, [after])
        await self._changed(tx, principal, "seat.take", after)
        return after

    async def leave(self, tx: Transaction, principal: Principal) -> None:
        """A person leaves his seat, so that a colleague can take it."""
        await self._free(tx, [one for one in await self.hold(tx) if one.user == principal.user])

    async def get(self, tx: Transaction, seat: SeatId) -> Seat:
        """Raises SeatNotFound."""
        found = await store.by_id(tx.conn, seat)
        if found is None:
            raise SeatNotFound()
        return found

    async def _require_user(self, tx: Transaction, user: UserId) -> None:
        if await user_store.by_id(tx.conn, user) is None:
            raise UserNotFound(field="user_id")

    async def _write(self, tx: Transaction, known: Sequence[Seat], changed: Sequence[Seat]) -> None:
        ids = {seat.id for seat in changed}
        others = [seat for seat in known if seat.id not in ids]
        _refuse_twins_among(others, changed)
        changed = _one_each(changed)
        await self._free_others(tx, others, changed)
        await store.change_all(tx.conn, tx.tenant, changed)

    async def _free_others(
        self, tx: Transaction, others: Sequence[Seat], given: Sequence[Seat]
    ) -> None:
        """Who gets a seat leaves his old one."""
        users = {seat.user for seat in given} - {None}
        await self._free(tx, [seat for seat in others if seat.user in users])

    async def _free(self, tx: Transaction, left: Sequence[Seat]) -> None:
        freed = [replace(seat, user=None) for seat in left]
        await store.change_all(tx.conn, tx.tenant, freed)
        for seat in freed:
            await self._publish(tx, seat)

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


def fit_changed_seat(seat: Seat, patch: SeatPatch) -> Seat:
    """The seat as it would be; its password aside. Raises what is wrong with the change."""
    if "number" in patch.given:
        seat = replace(seat, number=fit_number(patch.number))
    if "extension" in patch.given:
        seat = replace(seat, extension=fit_extension(patch.extension))
    return replace(seat, user=patch.user) if "user" in patch.given else seat


def _one_each(given: Sequence[Seat]) -> list[Seat]:
    """The same seats; who is given several has the last one."""
    last = {seat.user: seat for seat in given}
    return [seat if last[seat.user] is seat else replace(seat, user=None) for seat in given]


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
