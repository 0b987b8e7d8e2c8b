"""A backup over TLS is made by the machine's own programs."""

from __future__ import annotations

import pytest

from lingting.adapters.postgres.dump import DumpFailed, program_for
from lingting.adapters.postgres.embedded import postgres_program

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-02")]

OVER_TLS = "postgresql://bk:a%2Fb@db.example.com/centre?sslmode=verify-full&sslrootcert=/ca.pem"


@pytest.mark.parametrize(
    "url", ["postgresql:///centre?host=/run/pg", "postgresql://bk:bk@db.example.com/centre"]
)
def test_without_tls_those_that_come_with_the_installation_do(url: str) -> None:
    assert program_for("pg_dump", url, lambda _: None) == str(postgres_program("pg_dump"))


def test_with_tls_the_machine_s_own_do() -> None:
    assert program_for("pg_dump", OVER_TLS, lambda name: f"/usr/bin/{name}") == "/usr/bin/pg_dump"


def test_with_tls_and_none_on_the_machine_it_is_said_what_to_install() -> None:
    with pytest.raises(DumpFailed, match="postgresql-client"):
        program_for("pg_restore", OVER_TLS, lambda _: None)
