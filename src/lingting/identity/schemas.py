"""Wire models of users, roles, seats and logins."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from lingting.identity.domain.roles import Role, names
from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User
from lingting.identity.service.people import Person
from lingting.tenancy.domain.company import Company, Language

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Secret = Annotated[str, Field(max_length=256)]
LayerName = Literal["seat", "platform"]


class Options(BaseModel):
    """What the login page must know before anybody types."""

    captcha: bool


class CaptchaOut(BaseModel):
    """An image code; `image` is a `data:` address."""

    id: UUID
    image: str
    expires_at: datetime


class LoginIn(BaseModel):
    """The login form."""

    company: Annotated[str, Field(max_length=64)]
    account: Annotated[str, Field(max_length=64)]
    password: Secret
    captcha_id: UUID | None = None
    captcha: Annotated[str, Field(max_length=16)] | None = None


class MeUser(BaseModel):
    """The person himself."""

    id: UUID
    account: str
    name: str
    photo_url: str | None


class MeCompany(BaseModel):
    """The person's company."""

    id: UUID
    short_name: str
    name: str
    time_zone: str


class MeSeat(BaseModel):
    """The person's seat."""

    id: UUID
    number: str
    extension: str


class Me(BaseModel):
    """Everything a page needs to know of the person who is logged in."""

    user: MeUser
    company: MeCompany
    roles: list[str]
    permissions: list[str]
    menus: list[str]
    seat: MeSeat | None
    language: Language
    must_change_password: bool

    @classmethod
    def of(cls, person: Person, company: Company) -> "Me":
        user = person.user
        seat = person.seat
        return cls(
            user=MeUser(
                id=user.id, account=user.account, name=user.name, photo_url=photo_url(user)
            ),
            company=MeCompany.model_validate(company, from_attributes=True),
            roles=[role.name for role in person.roles],
            permissions=person.shown_permissions,
            menus=person.menus,
            seat=MeSeat.model_validate(seat, from_attributes=True) if seat else None,
            language=user.language,
            must_change_password=user.must_change_password,
        )


class MePatch(BaseModel):
    """What a person may change about himself."""

    language: Language | None = None


class PasswordChange(BaseModel):
    """The own password."""

    old: Secret
    new: Secret


class SeatTaking(BaseModel):
    """Registering at a seat (注册)."""

    number: Annotated[str, Field(max_length=16)]
    password: Secret


class UserOut(BaseModel):
    """A user in the administration."""

    id: UUID
    account: str
    name: str
    email: str
    started_on: date | None
    language: Language
    active: bool
    must_change_password: bool
    photo_url: str | None
    created_at: datetime
    roles: list[UUID]
    seat: MeSeat | None

    @classmethod
    def of(cls, user: User, seat: Seat | None) -> "UserOut":
        return cls(
            id=user.id,
            account=user.account,
            name=user.name,
            email=user.email,
            started_on=user.started_on,
            language=user.language,
            active=user.active,
            must_change_password=user.must_change_password,
            photo_url=photo_url(user),
            created_at=user.created_at,
            roles=list(user.roles),
            seat=MeSeat.model_validate(seat, from_attributes=True) if seat else None,
        )


class UserAdded(BaseModel):
    """A new user; `password` is there when it was made up, and only now."""

    user: UserOut
    password: str | None


class UserIn(BaseModel):
    """A user to be added; without a password one is made up."""

    account: Annotated[str, Field(max_length=64)]
    name: Name
    email: Annotated[str, Field(max_length=320)] = ""
    started_on: date | None = None
    language: Language = "zh-CN"
    roles: list[UUID] = []
    password: Secret | None = None


class UserPatchIn(BaseModel):
    """What to change about a user; `started_on` null takes the date away."""

    name: Name | None = None
    email: Annotated[str, Field(max_length=320)] | None = None
    started_on: date | None = None
    language: Language | None = None
    active: bool | None = None
    roles: list[UUID] | None = None


class PasswordIn(BaseModel):
    """Another's new password; without one, one is made up."""

    password: Secret | None = None


class PasswordOut(BaseModel):
    """A password that was made up; it is shown once."""

    password: str | None


class RoleOut(BaseModel):
    """A role; `key` names one that came with the product; `menus` null: all that it may.

    `zh` and `en` are what people read: a shipped name in their language, any other as it is.
    """

    id: UUID
    key: str | None
    name: str
    zh: str
    en: str
    layer: LayerName
    permissions: list[str]
    menus: list[str] | None
    users: int

    @classmethod
    def of(cls, role: Role, users: int) -> "RoleOut":
        zh, en = names(role)
        return cls(
            id=role.id,
            key=role.key,
            name=role.name,
            zh=zh,
            en=en,
            layer=role.layer.value,
            permissions=sorted(role.permissions),
            menus=None if role.own_menus is None else sorted(role.own_menus),
            users=users,
        )


class RoleIn(BaseModel):
    """A role to be added."""

    name: Name
    layer: LayerName
    permissions: list[str]
    menus: list[str] | None = None


class RolePatchIn(BaseModel):
    """What to change about a role; its layer stays."""

    name: Name | None = None
    permissions: list[str] | None = None
    menus: list[str] | None = None


class SeatUser(BaseModel):
    """Who has a seat."""

    id: UUID
    account: str
    name: str


class SeatOut(BaseModel):
    """A seat in the administration."""

    id: UUID
    number: str
    extension: str
    user: SeatUser | None
    has_password: bool

    @classmethod
    def of(cls, seat: Seat, user: User | None) -> "SeatOut":
        return cls(
            id=seat.id,
            number=seat.number,
            extension=seat.extension,
            user=SeatUser.model_validate(user, from_attributes=True) if user else None,
            has_password=seat.has_password,
        )


class SeatIn(BaseModel):
    """A seat to be added."""

    number: Annotated[str, Field(max_length=16)]
    extension: Annotated[str, Field(max_length=16)]
    user_id: UUID | None = None
    password: Secret | None = None


class SeatPatchIn(BaseModel):
    """What to change about a seat; null for `user_id` or `password` takes it away."""

    number: Annotated[str, Field(max_length=16)] = ""
    extension: Annotated[str, Field(max_length=16)] = ""
    user_id: UUID | None = None
    password: Secret | None = None


class PermissionOut(BaseModel):
    """A permission with its names."""

    name: str
    layer: LayerName
    zh: str
    en: str


class MenuOut(PermissionOut):
    """An entry of the navigation; it needs one of `permissions` besides."""

    permissions: list[str]


def photo_url(user: User) -> str | None:
    """Where the photo is, relative to the server."""
    return f"/api/users/{user.id}/photo" if user.has_photo else None
