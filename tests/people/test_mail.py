"""Letters on their way: into the folder, or to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import MailSecurity, MailServer
from trainee_tracker import mail


class RecordedServer:
    """Stands in for a mail server, and notes what it is told."""

    told: list[Any]

    def __init__(self, host: str, port: int, **options: Any) -> None:
        type(self).told = [(type(self).__name__, host, port, options["timeout"])]

    def __enter__(self) -> RecordedServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.told.append("quit")

    def starttls(self, *, context: ssl.SSLContext) -> None:
        assert context.verify_mode is ssl.CERT_REQUIRED
        self.told.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.told.append(("login", user, password))

    def send_message(self, letter: EmailMessage) -> None:
        self.told.append(letter)


class RecordedTlsServer(RecordedServer):
    """The same, spoken to in TLS from the first byte."""


def use(app: Flask, server: MailServer | None) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=server)


def test_without_a_server_a_letter_becomes_a_private_file(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "post"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outbox_folder=folder)
    mail.send("e@bücher.example", "Ọlá “O'Brien”", "Überraschung", "ليلى\n\nline\n")
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    (letter,) = mail.newest(5)
    assert letter.subject == "Überraschung"
    assert letter.paragraphs == ("ليلى", "line")
    assert "xn--bcher-kva.example" in letter.to


def test_the_newest_letter_comes_first(app: Flask) -> None:
    for number in range(3):
        mail.send("a@b.example", "A", f"Letter {number}", "x")
    assert [letter.subject for letter in mail.newest(2)] == ["Letter 2", "Letter 1"]


@pytest.mark.parametrize(
    ("security", "user", "steps"),
    [
        (MailSecurity.STARTTLS, "post", ["RecordedServer", "starttls", "login"]),
        (MailSecurity.TLS, "post", ["RecordedTlsServer", "login"]),
        (MailSecurity.NONE, None, ["RecordedServer"]),
    ],
)
def test_the_server_is_spoken_to_as_the_settings_say(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    security: MailSecurity,
    user: str | None,
    steps: list[str],
) -> None:
    monkeypatch.setattr(smtplib, "SMTP", RecordedServer)
    monkeypatch.setattr(smtplib, "SMTP_SSL", RecordedTlsServer)
    use(app, MailServer("mail.example", 587, user, "hush", security))
    mail.send("a@b.example", "A", "Hello", "text")
    kind = RecordedTlsServer if security is MailSecurity.TLS else RecordedServer
    *before, letter, goodbye = kind.told
    assert [step if isinstance(step, str) else step[0] for step in before] == steps
    assert (letter["To"], letter["Subject"], goodbye) == ("A <a@b.example>", "Hello", "quit")
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPRecipientsRefused({})]
)
def test_a_server_that_does_not_take_a_letter_is_told_apart_from_a_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(smtplib, "SMTP", fail)
    use(app, MailServer("mail.example", 25, None, None, MailSecurity.NONE))
    with pytest.raises(mail.MailNotSent):
        mail.send("a@b.example", "A", "Hello", "text")


def test_a_name_cannot_smuggle_another_address_into_the_letter(app: Flask) -> None:
    mail.send("a@b.example", 'A", <evil@example.org>, "B', "Hello", "text")
    (letter,) = mail.newest(1)
    assert letter.to.endswith("<a@b.example>")
    assert letter.to.startswith('"')
