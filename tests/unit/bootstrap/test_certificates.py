"""The installation's own certificates name every address and are renewed in time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509

from lingting.main.tls import ensure_certificate

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def _names(path: Path) -> set[str]:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(entry.value) for entry in listed}


def test_the_certificate_names_each_address_of_the_machine(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, ["192.0.2.7", "198.51.100.9"], NOW)
    assert {"192.0.2.7", "198.51.100.9", "127.0.0.1", "localhost"} <= _names(made.cert)


def test_the_authority_signed_it_and_stays_the_same(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, ["192.0.2.7"], NOW)
    again = ensure_certificate(tmp_path, ["192.0.2.8"], NOW)
    assert first.fingerprint == again.fingerprint
    authority = x509.load_pem_x509_certificate(again.authority.read_bytes())
    certificate = x509.load_pem_x509_certificate(again.cert.read_bytes())
    certificate.verify_directly_issued_by(authority)
    assert "192.0.2.8" in _names(again.cert)


def test_nothing_is_made_anew_while_it_is_good(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, ["192.0.2.7"], NOW).cert.read_bytes()
    later = NOW + dt.timedelta(days=100)
    assert ensure_certificate(tmp_path, ["192.0.2.7"], later).cert.read_bytes() == first


def test_a_certificate_is_renewed_before_it_ends_and_browsers_accept_its_life(
    tmp_path: Path,
) -> None:
    ensure_certificate(tmp_path, [], NOW)
    later = NOW + dt.timedelta(days=380)
    path = ensure_certificate(tmp_path, [], later).cert
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    assert certificate.not_valid_after_utc > later + dt.timedelta(days=300)
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life <= dt.timedelta(days=398)


def test_keys_are_closed_to_others(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, [], NOW)
    assert made.key.stat().st_mode & 0o077 == 0
    assert (tmp_path / "authority.key").stat().st_mode & 0o077 == 0
