"""Letters reach a real SMTP server, and every way in which they do not has its name."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from lingting.adapters.smtp.post import SmtpPost
from lingting.mail.domain import Attachment, Hindrance, Letter, MailServer, NotSent, Security
from support.mailbox import SECRET, USER, Mailbox, mailbox, make_certificate

pytestmark = pytest.mark.contract

LETTER = Letter(
    id="one.1",
    to="lead@example.test",
    subject="上周话务 · 2026-11-16 – 2026-11-22",
    text="共 12 通",
    html="<p>共 <b>12</b> 通</p>",
    attachments=(Attachment("上周话务.csv", "\ufeff时间,呼入\r\n".encode(), "text/csv"),),
)


def server(box: Mailbox, security: Security = Security.NONE, user: str = "") -> MailServer:
    return MailServer("127.0.0.1", box.port, security, user, "reports@lingting.test", "聆听报表")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


def hindrance(box: Mailbox, secret: str = "", **more: object) -> NotSent:
    with pytest.raises(NotSent) as caught:
        SmtpPost(5).deliver(server(box, **more), secret, LETTER)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.req("RPT-06")
def test_a_letter_arrives_with_its_text_its_table_and_its_file(box: Mailbox) -> None:
    SmtpPost().deliver(server(box), "", LETTER)
    ((address, message),) = box.taken
    assert address == LETTER.to
    assert message["Subject"] == LETTER.subject
    assert message["From"].addresses[0].display_name == "聆听报表"
    assert message["Message-ID"] == "<one.1@lingting.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "共 12 通" in plain.get_content()
    assert "<b>12</b>" in html.get_content()
    (file,) = message.iter_attachments()
    assert file.get_filename() == "上周话务.csv"
    assert file.get_payload(decode=True) == LETTER.attachments[0].content


def test_a_subject_cannot_smuggle_a_header_in(box: Mailbox) -> None:
    letter = Letter("x", "a@example.test", "Hi\r\nBcc: b@example.test", "t", "<p>t</p>")
    with pytest.raises(ValueError):
        SmtpPost().deliver(server(box), "", letter)
    assert box.taken == []


@pytest.mark.parametrize("tls", [True, False])
def test_the_connection_is_encrypted_and_the_certificate_is_looked_at(
    tls: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    security = Security.TLS if tls else Security.STARTTLS
    with mailbox(certificate=certificate, tls=tls, login=True) as box:
        error = hindrance(box, SECRET, security=security, user=USER)
        assert (error.why, error.final) == (Hindrance.CERTIFICATE, False)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        SmtpPost().deliver(server(box, security, USER), SECRET, LETTER)
        assert box.addresses == [LETTER.to]


def test_a_wrong_password_is_told_apart(box: Mailbox) -> None:
    with mailbox(login=True) as closed:
        SmtpPost().greet(server(closed, user=USER), SECRET)
        error = hindrance(closed, "wrong", user=USER)
        assert (error.why, error.final) == (Hindrance.LOGIN, False)
        assert "535" in error.told
        assert closed.taken == []
    assert hindrance(box, SECRET, user=USER).why is Hindrance.LOGIN


def test_no_starttls_means_that_nothing_is_said_in_the_open(box: Mailbox) -> None:
    assert hindrance(box, security=Security.STARTTLS).why is Hindrance.NO_TLS
    assert box.taken == []


@pytest.mark.parametrize(
    ("step", "answer", "why", "final"),
    [
        ("rcpt", "550 no such mailbox", Hindrance.RECIPIENT, True),
        ("rcpt", "450 come again later", Hindrance.RECIPIENT, False),
        ("data", "554 spam", Hindrance.REFUSED, True),
        ("data", "452 disk is full", Hindrance.REFUSED, False),
    ],
)
def test_a_refusal_says_whether_a_repeat_can_help(
    box: Mailbox, step: str, answer: str, why: Hindrance, final: bool
) -> None:
    box.refuse = lambda at, address: answer if at == step else None
    error = hindrance(box)
    assert (error.why, error.final, error.told) == (why, final, answer)


def test_nobody_at_the_port_is_unreachable() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        box = Mailbox(port=held.getsockname()[1])
        assert hindrance(box).why is Hindrance.UNREACHABLE


def test_a_server_that_says_nothing_is_left_after_a_while() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent_box = Mailbox(port=silent.getsockname()[1])
        with pytest.raises(NotSent) as caught:
            SmtpPost(0.2).greet(server(silent_box), "")
    assert caught.value.why is Hindrance.UNREACHABLE


@pytest.mark.parametrize("security", [Security.NONE, Security.TLS])
def test_a_server_that_says_a_letter_now_and_then_is_left_after_a_while(
    security: Security, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        if security is Security.TLS:
            connection = context.wrap_socket(connection, server_side=True)
        with connection, suppress(OSError):
            for _ in range(60):
                connection.send(b"2")
                time.sleep(0.1)

    with socket.socket() as dripping, ThreadPoolExecutor() as threads:
        dripping.bind(("127.0.0.1", 0))
        dripping.listen()
        threads.submit(drip, dripping)
        box = Mailbox(port=dripping.getsockname()[1])
        began = time.monotonic()
        with pytest.raises(NotSent) as caught:
            SmtpPost(5, all_seconds=0.5).greet(server(box, security), "")
        assert time.monotonic() - began < 4
    assert caught.value.why is Hindrance.UNREACHABLE


def test_a_letter_that_was_taken_stays_taken_when_the_goodbye_fails(box: Mailbox) -> None:
    async def rude(*_: object) -> str:
        return "421 go away"

    box.handle_QUIT = rude  # type: ignore[attr-defined]
    SmtpPost(5).deliver(server(box), "", LETTER)
    assert box.addresses == [LETTER.to]
