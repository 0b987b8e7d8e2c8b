"""The owner lets the application in, and keeps his own address."""

from __future__ import annotations

import psycopg
import pytest

from lingting.adapters.postgres.embedded import SUPERUSER, EmbeddedPostgres
from lingting.main.errand import Refused, Watcher
from lingting.main.migrate import prepare
from lingting.main.up import PREPARE
from lingting.platform.login import APP_ROLE, LoginRefused, application_url, check_login
from lingting.platform.settings import Settings

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]


@pytest.fixture
def old_installation(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    """As versions before left it: the application's role does not log in."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("pg"))
    prepare(Settings(), server.start())
    _as_superuser(server, "ALTER ROLE lingting_app NOLOGIN")
    return server


def _as_superuser(server: EmbeddedPostgres, statement: str) -> None:
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        connection.execute(statement.encode())


def test_an_upgrade_lets_the_application_in(old_installation: EmbeddedPostgres) -> None:
    try:
        url = old_installation.url()
        with pytest.raises(LoginRefused):
            check_login(application_url(url))
        prepare(Settings(), url)
        with psycopg.connect(application_url(url)) as connection:
            assert connection.execute("SELECT session_user").fetchone() == (APP_ROLE,)
        prepare(Settings(), url)
    finally:
        old_installation.stop()


def test_a_server_that_asks_for_passwords_gets_the_derived_one(
    old_installation: EmbeddedPostgres,
) -> None:
    try:
        _as_superuser(old_installation, "ALTER ROLE lingting_owner PASSWORD 'owner-secret'")
        rules = old_installation.data / "pg_hba.conf"
        rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
        _as_superuser(old_installation, "SELECT pg_reload_conf()")
        url = old_installation.url().replace("lingting_owner@", "lingting_owner:owner-secret@")
        with pytest.raises(LoginRefused):
            check_login(application_url(url))
        prepare(Settings(database_url=url), url)
        check_login(application_url(url))
        with pytest.raises(LoginRefused):
            check_login(application_url(url.replace("owner-secret", "guessed")))
        # An operator's own login is neither needed to be ours nor overwritten.
        _as_superuser(old_installation, "ALTER ROLE lingting_app PASSWORD 'operators'")
        own = old_installation.url(user="lingting_app:operators")
        prepare(Settings(database_url=url, app_database_url=own), url)
        check_login(own)
        with pytest.raises(LoginRefused):
            prepare(Settings(database_url=url, app_database_url=own.replace("ators", "x")), url)
    finally:
        old_installation.stop()


def test_up_says_what_to_do_where_the_application_is_not_let_in(
    old_installation: EmbeddedPostgres,
) -> None:
    try:
        url = old_installation.url()
        settings = Settings(database_url=url, app_database_url=old_installation.url(user="nobody"))
        with pytest.raises(Refused, match="LINGTING_APP_DATABASE_URL"):
            PREPARE.run(settings, url, None, watcher=Watcher())
        ready = PREPARE.run(Settings(database_url=url), url, None, watcher=Watcher())
        assert ready.application_url == application_url(url)
        assert [one.account for one in ready.founding.people][:2] == ["admin", "leader"]
    finally:
        old_installation.stop()
