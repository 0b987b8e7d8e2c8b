"""What may be a short name, a time zone, a setting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.tenancy.domain import settings as settings_module
from lingting.tenancy.domain.company import (
    ShortNameUnfit,
    TimeZoneUnknown,
    fit_short_name,
    fit_time_zone,
    short_name_key,
)
from lingting.tenancy.domain.settings import (
    CompanySettings,
    Setting,
    SettingUnfit,
    SettingUnknown,
    declare,
    known_setting,
)

pytestmark = pytest.mark.unit

RING: Setting[int] = Setting("ring", 25, "振铃", "Ring", minimum=5, maximum=180)
MODE: Setting[str] = Setting("mode", "a", "方式", "Mode", options=("a", "b"))
FREE: Setting[str] = Setting("free", "", "文字", "Text", maximum=3)
FLAG: Setting[bool] = Setting("flag", True, "开关", "Switch")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "_declared", {})


@pytest.mark.req("UI-01", "ADM-31")
@pytest.mark.parametrize("name", ["lingting", "聆听", "a-b_1", " demo ", "ＡＢ"])
def test_a_short_name_may_be_chinese_or_latin(name: str) -> None:
    assert short_name_key(fit_short_name(name)) == short_name_key(name)


@pytest.mark.parametrize("name", ["", "a", "a b", "x" * 33, "<b>", "a/b", "😀😀", "a\0b"])
def test_anything_else_is_no_short_name(name: str) -> None:
    with pytest.raises(ShortNameUnfit):
        fit_short_name(name)


@given(st.text(max_size=12))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert short_name_key(short_name_key(text)) == short_name_key(text)


def test_a_time_zone_is_one_of_the_world_s() -> None:
    assert fit_time_zone("Asia/Shanghai") == "Asia/Shanghai"
    for name in ("", "Beijing", "../../etc/passwd"):
        with pytest.raises(TimeZoneUnknown):
            fit_time_zone(name)


@pytest.mark.parametrize(
    ("setting", "value"),
    [(RING, 5), (RING, 180), (MODE, "b"), (FREE, "abc"), (FREE, ""), (FLAG, False)],
)
def test_a_value_within_the_limits_is_taken(setting: Setting[int], value: int) -> None:
    assert setting.accept(value) == value


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (RING, 4),
        (RING, 181),
        (RING, True),
        (RING, "25"),
        (RING, 25.0),
        (RING, None),
        (MODE, "c"),
        (FREE, "abcd"),
        (FLAG, 1),
        (FLAG, "true"),
        (FLAG, None),
    ],
)
def test_a_value_of_another_kind_or_size_is_refused(setting: Setting[int], value: object) -> None:
    with pytest.raises(SettingUnfit):
        setting.accept(value)


def test_what_is_not_set_or_no_longer_fits_has_its_default() -> None:
    settings = CompanySettings({"ring": 400, "mode": "b"})
    assert settings[RING] == 25
    assert settings[MODE] == "b"
    assert settings[FLAG] is True


@pytest.mark.usefixtures("registry")
def test_a_setting_has_one_owner() -> None:
    declare("mine", 1, zh="我的", en="Mine")
    assert known_setting("mine").default == 1
    with pytest.raises(ValueError, match="two settings"):
        declare("mine", 2, zh="我的", en="Mine")
    with pytest.raises(SettingUnknown):
        known_setting("yours")
