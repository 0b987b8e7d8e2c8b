"""Hands letters to a mail server with the standard library's client.

A few letters an hour need no client of their own for asyncio, and `doctor`, which has no loop,
asks the same code.
"""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import Any

from lingting.mail.domain import Hindrance, Letter, MailServer, NotSent, Security

SECONDS = 20.0
"""How long each answer of the server may take."""
ALL_SECONDS = 60.0
"""How long all of them may: a server that says a letter now and then holds one of a few places."""


class SmtpPost:
    """Implements `mail.ports.Post`."""

    def __init__(self, seconds: float = SECONDS, all_seconds: float = ALL_SECONDS) -> None:
        self._seconds = seconds
        self._all_seconds = all_seconds

    def deliver(self, server: MailServer, secret: str, letter: Letter) -> None:
        message = composed(server, letter)
        client = self._connected(server, secret)
        try:
            client.send_message(message, server.sender, [letter.to])
        except (smtplib.SMTPException, OSError) as error:
            client.close()
            raise _hindrance(error) from error
        _leave(client)

    def greet(self, server: MailServer, secret: str) -> None:
        _leave(self._connected(server, secret))

    def _connected(self, server: MailServer, secret: str) -> smtplib.SMTP:
        until = time.monotonic() + self._all_seconds
        client: smtplib.SMTP | None = None
        try:
            context = ssl.create_default_context()
            if server.security is Security.TLS:
                client = _TlsClient(
                    server.host, server.port, timeout=self._seconds, context=context, until=until
                )
            else:
                client = _Client(server.host, server.port, timeout=self._seconds, until=until)
            if server.security is Security.STARTTLS:
                client.starttls(context=context)
            if server.user:
                client.login(server.user, secret)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            if client is not None:
                client.close()
            raise _hindrance(error) from error
        return client


class _Client(smtplib.SMTP):
    """Hears the server until a time."""

    file: io.BufferedReader | None

    def __init__(self, host: str, port: int, *, until: float, **named: Any) -> None:
        self._until = until
        super().__init__(host, port, **named)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Heard(self.sock, self._until))
        return super().getreply()


class _TlsClient(_Client, smtplib.SMTP_SSL):
    """The same over a connection that is encrypted from the beginning."""


class _Heard(socket.SocketIO):
    """What a server says until a time."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        super().__init__(connection, "r")
        self._connection = connection
        self._until = until

    def readinto(self, b: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server takes too long")
        patience = self._connection.gettimeout() or left
        self._connection.settimeout(min(patience, left))
        try:
            return super().readinto(b)
        finally:
            self._connection.settimeout(patience)


def composed(server: MailServer, letter: Letter) -> EmailMessage:
    """The letter as it goes over the wire."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(server.sender_name, addr_spec=server.sender)
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = localtime()
    message["Message-ID"] = f"<{letter.id}@{server.domain}>"
    # RFC 3834: holiday answers to a report help nobody.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for one in letter.attachments:
        maintype, _, subtype = one.kind.partition("/")
        message.add_attachment(one.content, maintype, subtype, filename=one.name)
    return message


def _leave(client: smtplib.SMTP) -> None:
    """The letter was taken: a server that dislikes our goodbye does not take it back."""
    with suppress(smtplib.SMTPException, OSError):
        client.quit()
    client.close()


def _hindrance(error: Exception) -> NotSent:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, told = next(iter(error.recipients.values()))
            return _answered(Hindrance.RECIPIENT, code, told)
        case smtplib.SMTPSenderRefused():
            return _answered(Hindrance.SENDER, 0, error.smtp_error, error.smtp_code)
        case smtplib.SMTPAuthenticationError():
            return _answered(Hindrance.LOGIN, 0, error.smtp_error, error.smtp_code)
        case smtplib.SMTPDataError():
            return _answered(Hindrance.REFUSED, error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            why = Hindrance.NO_TLS if "STARTTLS" in str(error) else Hindrance.LOGIN
            return NotSent(why, str(error))
        case ssl.SSLCertVerificationError():
            return NotSent(Hindrance.CERTIFICATE, error.verify_message)
        case smtplib.SMTPResponseException():
            return _answered(Hindrance.REFUSED, 0, error.smtp_error, error.smtp_code)
        case UnicodeError():
            return NotSent(Hindrance.LOGIN, "only ASCII can be sent")
        case _:
            return NotSent(Hindrance.UNREACHABLE, str(error) or type(error).__name__)


def _answered(why: Hindrance, code: int, told: bytes | str, shown: int = 0) -> NotSent:
    """A refusal by number; 5xx about this letter is final, whatever an operator can mend is not."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return NotSent(why, f"{shown or code} {text}", final=500 <= code < 600)
