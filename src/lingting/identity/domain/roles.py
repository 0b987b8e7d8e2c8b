"""Roles: named sets of permissions in two layers, for the seat's side and the platform's side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from lingting.identity.domain.errors import MoreThanYours, PermissionUnknown
from lingting.kernel.ids import RoleId

ALL = "*"


class Layer(Enum):
    """Which side a role, a permission or a menu belongs to (坐席角色 / 平台角色)."""

    SEAT = "seat"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that routes name, with its names on the screen."""

    name: str
    layer: Layer
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the navigation; it shows when a role lists it and has one of the permissions."""

    name: str
    layer: Layer
    zh: str
    en: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShippedRole:
    """A role that every company starts with; its permissions grow with the product."""

    key: str
    layer: Layer
    zh: str
    en: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a company; None means: as shipped (all menus of the layer, for menus)."""

    id: RoleId
    key: str | None
    name: str
    layer: Layer
    own_permissions: frozenset[str] | None
    own_menus: frozenset[str] | None

    @property
    def permissions(self) -> frozenset[str]:
        """What the role grants."""
        if self.own_permissions is not None:
            return self.own_permissions
        return SHIPPED[self.key].permissions if self.key in SHIPPED else frozenset()


AGENT = ShippedRole(
    "agent",
    Layer.SEAT,
    "坐席",
    "Agent",
    frozenset({"desk.use", "customers.read", "customers.write", "calls.read_own", "numbers.see"}),
)
SUPERVISOR = ShippedRole(
    "supervisor",
    Layer.PLATFORM,
    "班长",
    "Supervisor",
    frozenset(
        {
            "desk.use",
            "customers.read",
            "customers.write",
            "calls.read",
            "calls.read_own",
            "calls.export",
            "reports.see",
            "reports.export",
            "reports.save",
            "numbers.see",
            "recordings.listen",
            "queues.read",
            "skill_groups.read",
            "busy_reasons.read",
            "flows.read",
            "prompts.read",
            "numbers.read",
            "users.read",
            "seats.read",
            "settings.read",
            "supervision.see",
            "supervision.listen",
            "supervision.whisper",
            "supervision.barge",
            "supervision.take_over",
            "supervision.force",
            "supervision.help",
        }
    ),
)
ADMINISTRATOR = ShippedRole(
    "administrator", Layer.PLATFORM, "管理员", "Administrator", frozenset({ALL})
)
SHIPPED: Mapping[str | None, ShippedRole] = {
    role.key: role for role in (AGENT, SUPERVISOR, ADMINISTRATOR)
}


def names(role: Role) -> tuple[str, str]:
    """What people read in Chinese and in English: one that was renamed has the new name in both."""
    shipped = SHIPPED.get(role.key)
    if shipped is None or role.name not in (shipped.zh, shipped.en):
        return role.name, role.name
    return shipped.zh, shipped.en


def granted(roles: Iterable[Role]) -> frozenset[str]:
    """The permissions of all these roles together."""
    return frozenset[str]().union(*(role.permissions for role in roles))


def covers(holder: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether someone with `holder` has everything in `wanted`."""
    return ALL in holder or wanted <= holder


def require_cover(holder: frozenset[str], wanted: frozenset[str]) -> None:
    """Raises MoreThanYours unless the holder has everything in `wanted`."""
    if not covers(holder, wanted):
        raise MoreThanYours()


def fit_permissions(
    names: Iterable[str], layer: Layer, known: Mapping[str, Permission]
) -> frozenset[str]:
    """The same names when a role of this layer may have them; raises PermissionUnknown.

    A role of the platform layer may have everything, one of the seat layer the seat's only.
    """
    fit = frozenset(names)
    for name in sorted(fit):
        one = known.get(name)
        if name == ALL and layer is Layer.PLATFORM:
            continue
        if one is None or (layer is Layer.SEAT and one.layer is Layer.PLATFORM):
            raise PermissionUnknown(field="permissions", permission=name)
    return fit
