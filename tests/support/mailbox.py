"""A real SMTP server on the loopback that keeps what it is given, and can be told to refuse."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, SECRET = "reports@lingting.test", "app-password-7"


@dataclass
class Mailbox:
    """What came, in order; `refuse` answers instead of taking: by step and address."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list[tuple[str, EmailMessage]])
    refuse: Callable[[str, str], str | None] = lambda step, address: None

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.taken]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if answer := self.refuse("rcpt", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        if answer := self.refuse("data", address):
            return answer
        content = cast(bytes, envelope.content)
        self.taken.append((address, email.message_from_bytes(content, policy=default)))
        return "250 taken"


@contextmanager
def mailbox(
    *, login: bool = False, certificate: tuple[Path, Path] | None = None, tls: bool = False
) -> Iterator[Mailbox]:
    """Runs until the block ends. With a certificate it offers STARTTLS, or speaks TLS at once."""
    box = Mailbox()
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    more: dict[str, Any] = {} if tls else {"tls_context": context}
    if login:
        more |= {"auth_required": True, "auth_require_tls": False, "authenticator": _known}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    made: list[SMTP] = []

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # That a login in the open is unwise; here it never leaves the machine.
            warnings.simplefilter("ignore")
            made.append(SMTP(box, hostname="localhost", loop=loop, enable_SMTPUTF8=True, **more))
        return made[-1]

    async def serve() -> asyncio.Server:
        return await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if tls else None)

    async def leave(server: asyncio.Server) -> None:
        server.close()
        for one in made:
            if isinstance(one.transport, asyncio.WriteTransport):
                one.transport.abort()
        others = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.05)

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    try:
        box.port = server.sockets[0].getsockname()[1]
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(leave(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    fits = (data.login, data.password) == (USER.encode(), SECRET.encode())
    return AuthResult(success=fits, handled=False)


def make_certificate(folder: Path, host: str = "localhost") -> tuple[Path, Path]:
    """A certificate for a host that is its own root, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    names = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
