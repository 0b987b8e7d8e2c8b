"""Every feature's tables in one metadata (for migrations and their checks)."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import sqlalchemy as sa

import lingting
from lingting.platform.tables import metadata


@cache
def all_tables() -> sa.MetaData:
    """The metadata after every `tables` module of the package was imported."""
    for package in iter_modules(lingting.__path__):
        name = f"lingting.{package.name}.tables"
        if package.ispkg and find_spec(name) is not None:
            import_module(name)
    return metadata
