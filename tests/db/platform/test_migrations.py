"""Tables in code and in the database are the same; every migration has a way back."""

import pytest
import sqlalchemy as sa

from lingting.main.migrate import check, downgrade, upgrade
from lingting.platform.db import async_url

pytestmark = pytest.mark.db


def tables(url: str) -> set[str]:
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def test_migrations_make_the_tables_that_the_code_declares(blank_database_url: str) -> None:
    upgrade(blank_database_url)
    check(blank_database_url)


def test_migrations_go_up_and_down_and_up_again(blank_database_url: str) -> None:
    upgrade(blank_database_url)
    after = tables(blank_database_url)
    downgrade(blank_database_url, "base")
    assert tables(blank_database_url) <= {"alembic_version"}
    upgrade(blank_database_url)
    assert tables(blank_database_url) == after
