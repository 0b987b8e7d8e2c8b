"""A certificate authority of the installation's own, for use within a local network."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_YEARS = 10
CERTIFICATE_DAYS = 397
RENEW_DAYS = 30
"""Browsers refuse certificates that live longer than 398 days."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files for the web server, and what people compare before they trust the authority."""

    cert: Path
    key: Path
    authority: Path
    fingerprint: str


def ensure_certificate(folder: Path, addresses: Sequence[str], now: dt.datetime) -> Certificate:
    """A certificate for these addresses, `localhost` and this host's name; made when needed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority_key, authority = _ensure_authority(folder, now)
    names = sorted({"localhost", socket.gethostname(), "127.0.0.1", *addresses})
    cert, key = folder / "server.pem", folder / "server.key"
    if not _still_good(cert, names, authority, now):
        own_key = _write_key(key)
        _write_certificate(cert, _issue(names, own_key, authority, authority_key, now))
    fingerprint = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(cert, key, folder / "authority.pem", fingerprint)


def _ensure_authority(
    folder: Path, now: dt.datetime
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    cert, key = folder / "authority.pem", folder / "authority.key"
    if cert.exists() and key.exists():
        stored = serialization.load_pem_private_key(key.read_bytes(), None)
        authority = x509.load_pem_x509_certificate(cert.read_bytes())
        if isinstance(stored, ec.EllipticCurvePrivateKey) and _lives(authority, now):
            return stored, authority
    own_key = _write_key(key)
    name = _name(f"Lingting {socket.gethostname()}")
    builder = (
        _builder(name, name, own_key, now, 365 * AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(own_key.public_key()), critical=False
        )
    )
    authority = builder.sign(own_key, hashes.SHA256())
    _write_certificate(cert, authority)
    return own_key, authority


def _issue(
    names: Sequence[str],
    own_key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    builder = (
        _builder(_name("Lingting"), authority.subject, own_key, now, CERTIFICATE_DAYS)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
    )
    return builder.sign(authority_key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days - 1))
    )


def _still_good(
    path: Path, names: Sequence[str], authority: x509.Certificate, now: dt.datetime
) -> bool:
    if not path.exists():
        return False
    held = x509.load_pem_x509_certificate(path.read_bytes())
    listed = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    same = {str(entry.value) for entry in listed} == set(names)
    return same and held.issuer == authority.subject and _lives(held, now)


def _lives(certificate: x509.Certificate, now: dt.datetime) -> bool:
    return certificate.not_valid_after_utc > now + dt.timedelta(days=RENEW_DAYS)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return key


def _write_certificate(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
