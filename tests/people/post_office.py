"""A mail server for tests: it speaks SMTP on this machine, and takes or refuses as it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from flask import Flask

from config import MailSecurity, MailServer


class _Conversation(socketserver.StreamRequestHandler):
    """One connection of a sender."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 post office")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word in {"EHLO", "HELO"}:
                self._say("250 hello")
            elif word == "RCPT" and self.server.refuses_with:
                self._say(self.server.refuses_with)
            elif word == "DATA":
                self._say("354 go on")
                self.server.taken.append(message_from_bytes(self._letter()))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 well")

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class PostOffice(socketserver.ThreadingTCPServer):
    """The server, what it has taken, and with which words it refuses a letter, if any."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[Message] = []
        self.refuses_with = ""


@contextmanager
def post_office(app: Flask) -> Iterator[PostOffice]:
    """Have `app` send its letters to a mail server of this test."""
    with PostOffice() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        settings = app.config["SETTINGS"]
        port = int(office.server_address[1])
        server = MailServer("127.0.0.1", port, None, None, MailSecurity.NONE)
        app.config["SETTINGS"] = replace(settings, mail_server=server)
        try:
            yield office
        finally:
            app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=None)
            office.shutdown()
