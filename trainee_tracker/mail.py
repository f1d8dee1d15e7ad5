"""Sending one letter: through the mail server of the settings, or into the outbox folder without one.

A letter is written in the act it tells of and sent by a worker after that was committed, so a mail
server that does not answer neither undoes the act nor keeps a page waiting.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from flask import current_app

from config import MailSecurity
from trainee_tracker import clock

if TYPE_CHECKING:
    from pathlib import Path

    from config import MailServer, Settings

ANSWER_WITHIN_SECONDS = 10
"""How long a page waits for the mail server."""

LINK = re.compile(r"https?://\S+")


class MailNotSent(Exception):
    """The mail server did not take a letter."""


class NoSuchAddress(MailNotSent):
    """The mail server takes no letter for this address, however often it is tried."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True)
class OutboxLetter:
    """A letter found in the outbox folder; `links` are the addresses in its text, in order.

    `language` is the tag of the one in which it is written, if that is known.
    """

    to: str
    language: str
    subject: str
    written_at: datetime
    paragraphs: tuple[str, ...]
    links: tuple[str, ...]


def public_link(path: str) -> str:
    """Return the whole address of a page of ours, as it can stand in a letter.

    Its host is the one of the settings, never that of a request, which anybody can make up.
    """
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.public_url}{path}"


def send(
    to: str,
    name: str,
    subject: str,
    text: str,
    *,
    language: str = "",
    message_id: str = "",
    enclosed: Enclosure | None = None,
) -> None:
    """Send one letter to the e-mail address `to` of the person called `name`.

    `language` is the tag of the one in which it is written, so that it can be read aloud.
    A letter that is sent again after it may have arrived bears the same `message_id`, so that mail
    programs show it once. Raises MailNotSent when the mail server does not take it now, and
    NoSuchAddress when it will never take one for this address.
    """
    settings: Settings = current_app.config["SETTINGS"]
    letter = _composed(settings.mail_from, to, name, subject, text)
    if language:
        letter["Content-Language"] = language
    if message_id:
        del letter["Message-ID"]
        letter["Message-ID"] = f"<{message_id}@{_domain_of(settings.mail_from)}>"
    if enclosed is not None:
        letter.add_attachment(
            enclosed.content, maintype="application", subtype="json", filename=enclosed.name
        )
    if settings.mail_server is None:
        _put_into(settings.outbox_folder, letter)
        return
    try:
        _hand_over(settings.mail_server, letter)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        # 5xx is for good; 4xx, such as a full mailbox or a server that wants to be asked again, is not.
        if codes and all(code >= 500 for code in codes):
            raise NoSuchAddress from error
        raise MailNotSent from error
    except (OSError, smtplib.SMTPException) as error:
        # The address and the text stay out of the log; the kind of fault is what helps.
        current_app.logger.warning("A letter was not sent: %s.", type(error).__name__)
        raise MailNotSent from error


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].rstrip(">") or "localhost"


def newest(limit: int) -> list[OutboxLetter]:
    """Return the newest letters of the outbox folder, the newest first."""
    settings: Settings = current_app.config["SETTINGS"]
    files = sorted(settings.outbox_folder.glob("*.eml"), reverse=True)[:limit]
    return [_read(file) for file in files]


def _composed(sender: str, to: str, name: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage(policy=policy.SMTP)
    local_part, _at, domain = to.rpartition("@")
    # A domain in another script travels in its spelling of plain letters.
    domain = domain.encode("idna").decode("ascii")
    letter["From"] = sender
    letter["To"] = Address(display_name=name, username=local_part, domain=domain)
    letter["Subject"] = subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = make_msgid(domain=_domain_of(sender))
    # Answering machines stay quiet when they see this.
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def _hand_over(server: MailServer, letter: EmailMessage) -> None:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.security is MailSecurity.TLS:
        connection = smtplib.SMTP_SSL(
            server.host, server.port, timeout=ANSWER_WITHIN_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=ANSWER_WITHIN_SECONDS)
    with connection:
        if server.security is MailSecurity.STARTTLS:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password or "")
        connection.send_message(letter)


def _put_into(folder: Path, letter: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # A letter that is sent again takes the place of the first.
    known = hashlib.sha256(str(letter["Message-ID"]).encode()).hexdigest()[:8]
    for earlier in folder.glob(f"*-{known}.eml"):
        earlier.unlink()
    name = f"{clock.now():%Y%m%dT%H%M%S.%f}-{known}"
    # Written aside first, so that nobody reads half a letter.
    draft = folder / f"{name}.part"
    draft.touch(mode=0o600)
    draft.write_bytes(letter.as_bytes())
    draft.rename(folder / f"{name}.eml")


def _read(file: Path) -> OutboxLetter:
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = letter.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    return OutboxLetter(
        to=str(letter["To"]),
        language=str(letter["Content-Language"] or ""),
        subject=str(letter["Subject"]),
        written_at=letter["Date"].datetime,
        paragraphs=tuple(part.strip() for part in text.split("\n\n") if part.strip()),
        links=tuple(LINK.findall(text)),
    )
