"""Where telephone numbers belong (归属地): phonenumbers' data as a table read where it lies.

phonenumbers holds its 287,000 prefixes as dictionaries, 96 MiB in every process and a third of a
second at every start. Set-up writes them once as sorted numbers beside this module
(`tools/regions.py`); processes share the pages of the file.

The file: a line of JSON (`Head`), spaces up to a multiple of eight bytes, then the prefixes in
ascending order (8 bytes each), then per language the places of their names (4 bytes each, 0 for
none); bytes in the order of the machine that wrote it.
"""

from __future__ import annotations

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import phonenumbers

FILE = Path(__file__).with_name("regions.bin")
LANGUAGES = ("zh", "en")
_PREFIX, _NAME = array("Q").itemsize, array("I").itemsize


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the table: the names, and the countries by their two letters."""

    version: str
    """That of phonenumbers."""
    prefixes: int
    longest: int
    """Digits of the longest prefix."""
    names: list[str]
    countries: dict[str, dict[str, str]]
    """By country, by language."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The table as it is asked; `named` is one sequence per language of `LANGUAGES`."""

    head: Head
    prefixes: Sequence[int]
    named: Mapping[str, Sequence[int]]

    def area(self, digits: str, language: str) -> str:
        """The name of the longest prefix of a worldwide number that has one; "" for none."""
        named = self.named[language]
        for length in range(min(self.head.longest, len(digits)), 0, -1):
            prefix = int(digits[:length])
            place = bisect_left(self.prefixes, prefix)
            if place < len(self.prefixes) and self.prefixes[place] == prefix and named[place]:
                return self.head.names[named[place]]
        return ""

    def country(self, number: phonenumbers.PhoneNumber, language: str) -> str:
        """The country that a number can only be of; "" where it may be of several."""
        regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        if len(regions) > 1:
            valid = phonenumbers.is_valid_number_for_region
            regions = tuple(one for one in regions if valid(number, one))
        if len(regions) != 1:
            return ""
        return self.head.countries.get(regions[0], {}).get(language, "")


@cache
def known_regions() -> Regions:
    """The table that set-up wrote.

    :raises FileNotFoundError: Set-up did not run.
    """
    with FILE.open("rb") as file:
        begin = len(file.readline())
        return _table(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), begin)


def packed(head: Head, names: Mapping[int, Sequence[int]]) -> bytes:
    """The file for prefixes and the places of their names in the order of `LANGUAGES`."""
    line = json.dumps(asdict(head), ensure_ascii=False).encode()
    line += b" " * (-(len(line) + 1) % _PREFIX) + b"\n"
    prefixes = sorted(names)
    columns = [array("I", [names[one][n] for one in prefixes]) for n in range(len(LANGUAGES))]
    return b"".join([line, array("Q", prefixes).tobytes(), *(one.tobytes() for one in columns)])


def _table(mapped: memoryview, begin: int) -> Regions:
    head = Head(**json.loads(bytes(mapped[:begin])))
    end = begin + head.prefixes * _PREFIX
    prefixes = mapped[begin:end].cast("Q")
    named: dict[str, Sequence[int]] = {}
    for language in LANGUAGES:
        begin, end = end, end + head.prefixes * _NAME
        named[language] = mapped[begin:end].cast("I")
    return Regions(head, prefixes, named)
