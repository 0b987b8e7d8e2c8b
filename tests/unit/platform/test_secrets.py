"""What is sealed can be opened with the same key alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.platform.secrets import Secrets, SecretUnreadable

pytestmark = pytest.mark.unit


def test_a_secret_is_opened_by_another_process_with_the_same_key(tmp_path: Path) -> None:
    sealed = Secrets(tmp_path / "keys").seal("密码 1")
    assert "密码" not in sealed
    assert Secrets(tmp_path / "keys").open(sealed) == "密码 1"
    assert (tmp_path / "keys" / "secrets.key").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in (tmp_path / "keys").iterdir()] == ["secrets.key"]


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed = Secrets(tmp_path / "one").seal("secret")
    with pytest.raises(SecretUnreadable):
        Secrets(tmp_path / "none").open(sealed)
    Secrets(tmp_path / "two").seal("other")
    with pytest.raises(SecretUnreadable):
        Secrets(tmp_path / "two").open(sealed)
