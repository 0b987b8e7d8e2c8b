"""Settings of a company: each is declared once in code with its default, limits and names.

A feature declares its own in its domain: `RING = declare("ring_seconds", 25, …)`, and reads it
with `await tenancy.get(tx, RING)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from lingting.kernel.errors import Invalid

Value = bool | int | str
V = TypeVar("V", bool, int, str)


class SettingUnknown(Invalid):
    """No feature declares a setting with this key."""


class SettingUnfit(Invalid):
    """The value has the wrong kind or lies outside the setting's limits."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A declared setting; `zh` and `en` are its names on the screen."""

    key: str
    default: V
    zh: str
    en: str
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[str, ...] = ()
    group: str = ""
    """Under which heading it stands; `dial_out` has a page of its own."""
    fits: Callable[[str], bool] | None = None
    """What a text must be beyond its length."""

    @property
    def kind(self) -> str:
        """`bool`, `int` or `str`."""
        return type(self.default).__name__

    def accept(self, value: object) -> V:
        """The value when it fits; raises SettingUnfit. `maximum` limits a text's length."""
        if type(value) is not type(self.default) or not self._within(value):
            raise SettingUnfit(field=self.key)
        return cast(V, value)

    def _within(self, value: object) -> bool:
        if isinstance(value, str):
            listed = not self.options or value in self.options
            short = self.maximum is None or len(value) <= self.maximum
            return listed and short and (self.fits is None or self.fits(value))
        if isinstance(value, int) and not isinstance(value, bool):
            above = self.minimum is None or value >= self.minimum
            return above and (self.maximum is None or value <= self.maximum)
        return True


_declared: dict[str, Setting[Any]] = {}


def declare(
    key: str,
    default: V,
    *,
    zh: str,
    en: str,
    minimum: int | None = None,
    maximum: int | None = None,
    options: tuple[str, ...] = (),
    group: str = "",
    fits: Callable[[str], bool] | None = None,
) -> Setting[V]:
    """Makes a setting known; a key has one owner."""
    if key in _declared:
        raise ValueError(f"two settings are named {key}")
    made = Setting(key, default, zh, en, minimum, maximum, options, group, fits)
    _declared[key] = made
    return made


def declared() -> Mapping[str, Setting[Any]]:
    """Every setting that has been imported, by key."""
    return dict(_declared)


def known_setting(key: str) -> Setting[Any]:
    """The setting with this key; raises SettingUnknown."""
    try:
        return _declared[key]
    except KeyError:
        raise SettingUnknown(field=key) from None


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """What a company has set; everything else has its default."""

    chosen: Mapping[str, Value]

    def __getitem__(self, setting: Setting[V]) -> V:
        """The value in force; one that a newer version no longer accepts counts as not set."""
        try:
            return setting.accept(self.chosen.get(setting.key, setting.default))
        except SettingUnfit:
            return setting.default
