"""The product's address of a database follows from the owner's."""

import pytest
import sqlalchemy as sa

from lingting.platform.login import APP_ROLE, application_url

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-03")]


@pytest.mark.parametrize(
    ("owners", "host"),
    [
        ("postgresql://boss:s3cret@db.example/lt?sslmode=require", "db.example"),
        ("postgresql+psycopg://boss:s3cret@db.example/lt?sslmode=require", "db.example"),
        ("postgresql://db.example/lt?user=boss&password=s3cret&sslmode=require", "db.example"),
    ],
)
def test_the_owner_s_name_and_password_are_not_in_it(owners: str, host: str) -> None:
    found = sa.make_url(application_url(owners))
    assert (found.username, found.host, found.database) == (APP_ROLE, host, "lt")
    assert dict(found.query) == {"sslmode": "require"}
    assert "s3cret" not in found.render_as_string(hide_password=False)
    assert found.password
    assert len(found.password) == 64


def test_a_socket_without_password_stays_without() -> None:
    found = application_url("postgresql://lingting_owner@/lingting?host=/srv/run")
    assert sa.make_url(found).password is None
    assert sa.make_url(found).query["host"] == "/srv/run"


def test_asking_twice_changes_nothing() -> None:
    once = application_url("postgresql://boss:s3cret@db.example/lt")
    assert application_url(once) == once


def test_another_password_of_the_owner_gives_another() -> None:
    assert application_url("postgresql://boss:a@h/d") != application_url("postgresql://boss:b@h/d")
