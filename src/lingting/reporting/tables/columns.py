"""The kinds of columns that tables of reports have."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

AT = sa.TIMESTAMP(timezone=True)


def uuid(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid, nullable=not needed)


def instant(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, AT, nullable=not needed)


def text(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=not needed)


def numbers(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(n, sa.BigInteger, nullable=False, server_default="0") for n in names]


def lists(*names: str) -> list[sa.Column[object]]:
    empty = sa.text("'{}'::integer[]")
    kind = ARRAY(sa.Integer)
    return [sa.Column(name, kind, nullable=False, server_default=empty) for name in names]
