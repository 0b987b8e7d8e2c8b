"""The table of regions says what phonenumbers says, and nobody loads its dictionaries."""

import random
import subprocess
import sys

import phonenumbers
import pytest
from phonenumbers import geocoder
from phonenumbers.geodata import GEOCODE_DATA

from lingting.calls.domain.destinations import destination
from lingting.kernel.phone import parse_phone, region_name
from lingting.kernel.regions import LANGUAGES, known_regions

pytestmark = pytest.mark.unit


def _drawn() -> list[phonenumbers.PhoneNumber]:
    """Numbers of every country and kind, and some below 6,000 prefixes of the world."""
    examples = [
        phonenumbers.example_number_for_type(country, kind)
        for country in phonenumbers.SUPPORTED_REGIONS
        for kind in range(11)
    ]
    draw = random.Random(20261129)
    prefixes = draw.sample(sorted(GEOCODE_DATA), 6000)
    drawn = [
        phonenumbers.parse(f"+{prefix}{draw.randrange(10**7, 10**8)}"[: draw.randint(11, 15)])
        for prefix in prefixes
    ]
    return [one for one in [*examples, *drawn] if one is not None]


def test_every_area_is_named_as_phonenumbers_names_it() -> None:
    named = 0
    for number in _drawn():
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        known = parse_phone(text)
        if known.e164 != text:
            continue
        for language in LANGUAGES:
            expected = geocoder.description_for_number(number, language) or None
            assert region_name(known, language) == expected, (text, language)
            named += expected is not None
    assert named > 4000


def test_every_country_is_named_as_phonenumbers_names_it() -> None:
    for number in _drawn():
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        to = destination(text, "CN")
        if to.worldwide != text[1:]:
            continue
        for language in LANGUAGES:
            expected = geocoder.country_name_for_number(number, language)
            assert to.country_name(language) == (expected or f"+{number.country_code}"), text


def test_the_table_is_of_the_phonenumbers_that_is_installed() -> None:
    assert known_regions().head.version == phonenumbers.__version__


def test_no_process_of_the_product_loads_the_dictionaries() -> None:
    code = "import sys, lingting.main.wiring; print('phonenumbers.geodata' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
