"""A person as the rest of the product sees him: user, seat, roles and what they grant."""

from collections.abc import Collection
from dataclasses import dataclass

from lingting.identity import catalogue
from lingting.identity.domain.roles import ALL, Menu, Role, covers, granted
from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User
from lingting.identity.store import roles as role_store
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as user_store
from lingting.kernel.ids import UserId
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """A user with his seat and roles."""

    user: User
    seat: Seat | None
    roles: tuple[Role, ...]

    @property
    def permissions(self) -> frozenset[str]:
        """What the person may do now: nothing but change his password while that is due."""
        return frozenset() if self.user.must_change_password else granted(self.roles)

    @property
    def shown_permissions(self) -> list[str]:
        """The same with `*` spelt out, so that a client needs to know no wildcard."""
        mine = self.permissions
        return sorted(mine | set(catalogue.permissions()) if ALL in mine else mine)

    @property
    def menus(self) -> list[str]:
        """The entries of the navigation that the person sees."""
        if self.user.must_change_password:
            return []
        return [m.name for m in catalogue.menus().values() if any(_shows(r, m) for r in self.roles)]


async def load(tx: Transaction, user: UserId) -> Person | None:
    """The person, unless the user was removed."""
    found = await user_store.by_id(tx.conn, user)
    if found is None:
        return None
    seat = await seat_store.of_user(tx.conn, user)
    return Person(found, seat, tuple(await role_store.of_user(tx.conn, user)))


async def load_all(tx: Transaction, wanted: Collection[UserId]) -> dict[UserId, Person]:
    """Those of these people who were not removed, asked for at once."""
    found = await user_store.by_ids(tx.conn, wanted)
    seats = {seat.user: seat for seat in await seat_store.of_users(tx.conn, wanted)}
    roles = await role_store.every(tx.conn)
    return {
        user.id: Person(
            user,
            seats.get(user.id),
            tuple(roles[one] for one in sorted(user.roles) if one in roles),
        )
        for user in found
    }


def _shows(role: Role, menu: Menu) -> bool:
    listed = role.own_menus is None or menu.name in role.own_menus
    return listed and any(covers(role.permissions, frozenset({one})) for one in menu.permissions)
