"""Asking for pages as each member of the cast, and seeing whether anything was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask import Flask
from werkzeug.test import TestResponse

from tests.access.table import Outcome
from tests.databases import Template, fresh_database
from trainee_tracker.extensions import Base, db

ANSWERED = {"GET": {200, 302}, "HEAD": {200, 302}, "POST": {200, 302, 400}}
"""The statuses of an answer to somebody let in; a POST that is not complete may be refused."""

NOT_FOR_THEM = {403: Outcome.NOT_YOUR_ROLE, 404: Outcome.NOT_YOURS}


@dataclass(frozen=True)
class Credentials:
    """What a browser holds: the session cookie, and the CSRF token that belongs to it."""

    cookie: str
    token: str


@dataclass
class Visits:
    """The application on a database of its own, and a browser of each member of the cast.

    Every request goes with the cookie as it was at the beginning, so that none depends on another.
    """

    app: Flask
    template: Template
    words: Mapping[str, str]
    credentials: Mapping[str, Credentials]

    def address(self, pattern: str) -> str:
        """Return an address of the table with the words in braces filled in."""
        return pattern.format_map(self.words)

    def ask(
        self,
        member: str,
        method: str,
        address: str,
        fields: Mapping[str, Any] | None = None,
        *,
        token: str | None = None,
        language: str = "en",
    ) -> TestResponse:
        """Ask for an address as `member`; a POST carries the member's own CSRF token or `token`.

        `language` is the tag of the one that the browser asks for.
        """
        browser = self.app.test_client(use_cookies=False)
        held = self.credentials[member]
        data = None
        if method == "POST":
            sent = held.token if token is None else token
            data = {**(fields or {}), **({"csrf_token": sent} if sent else {})}
        try:
            return browser.open(
                address,
                method=method,
                data=data,
                headers={"Cookie": f"session={held.cookie}", "Accept-Language": language},
                buffered=True,
            )
        except Exception as fault:
            fault.add_note(f"{member} asked for {address} by {method}.")
            raise

    def contents(self) -> dict[str, int]:
        """Return for each table a number that another row, or another value in one, changes."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                name: hash(
                    frozenset(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")))
                )
                for name in Base.metadata.tables
            }

    def renew(self) -> None:
        """Put the database back as it was built."""
        with self.app.app_context():
            db.engine.dispose()
        fresh_database(self.template)


def outcome_of(response: TestResponse, *, has_written: bool = False) -> Outcome:
    """Return what an answer means; raises AssertionError for a fault or a status nobody expects.

    Signing out leads to the same page as asking to sign in, but has written.
    """
    status, method = response.status_code, response.request.method
    if status in NOT_FOR_THEM:
        return NOT_FOR_THEM[status]
    if status == 302 and urlsplit(response.location).path == "/sign-in" and not has_written:
        return Outcome.SIGN_IN
    assert status in ANSWERED[method], f"{method} {response.request.path} answered {status}."
    return Outcome.LET_IN


def credentials_of(app: Flask, sign_in_token: str | None) -> Credentials:
    """Return the cookie and the CSRF token of a browser in which somebody is signed in, or nobody."""
    browser = app.test_client()
    if sign_in_token is not None:
        with browser.session_transaction() as session:
            session["_user_id"] = sign_in_token
            session["_fresh"] = True
    page = lxml.html.fromstring(browser.get("/check").text)
    field = page.find(".//main//input[@name='csrf_token']")
    cookie = browser.get_cookie("session")
    assert field is not None
    assert cookie is not None
    return Credentials(cookie.value, str(field.get("value")))
