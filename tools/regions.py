"""Writes the table of regions (`lingting.kernel.regions`) from phonenumbers' dictionaries."""

from __future__ import annotations

import os

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA, GEOCODE_LONGEST_PREFIX
from phonenumbers.geodata.locale import LOCALE_DATA

from lingting.kernel.regions import FILE, LANGUAGES, Head, packed


def main() -> None:
    """The file appears whole or not at all."""
    names = {"": 0}
    table = {
        int(prefix): [names.setdefault(texts.get(one, ""), len(names)) for one in LANGUAGES]
        for prefix, texts in GEOCODE_DATA.items()
    }
    head = Head(
        version=phonenumbers.__version__,
        prefixes=len(table),
        longest=GEOCODE_LONGEST_PREFIX,
        names=list(names),
        countries={
            country: {one: _name(texts, one) for one in LANGUAGES}
            for country, texts in LOCALE_DATA.items()
        },
    )
    unfinished = FILE.with_name(f"{FILE.name}.{os.getpid()}")
    unfinished.write_bytes(packed(head, table))
    unfinished.replace(FILE)


def _name(texts: dict[str, str], language: str) -> str:
    """`*en` says that the name is the same as in that language."""
    name = texts.get(language, "")
    return texts.get(name[1:], "") if name.startswith("*") else name


if __name__ == "__main__":
    main()
