"""A browser without a window: fetches pages of the test client and checks each one for free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Any

import lxml.html
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from lxml.html import FormElement, HtmlElement
from werkzeug.test import TestResponse

from trainee_tracker import clock
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.people.sign_in.browsers import begin

SPACE = re.compile(r"\s+")


class FreshClient(FlaskClient):
    """A client whose every request begins with nothing kept from the one before.

    A test keeps one application context open, and with it `g`, where flask-login and Flask-WTF
    remember who asked and which token the last page was given.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page."""
        if has_app_context():
            g.__dict__.clear()
        return super().open(*args, **kwargs)


@dataclass
class Page:
    """One answer: its status, where it came from and its parsed document."""

    response: TestResponse
    url: str
    document: HtmlElement

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """All text of `main`, with white space folded."""
        main = self.document.find(".//main")
        element = main if main is not None else self.document
        return SPACE.sub(" ", element.text_content()).strip()

    @property
    def h1(self) -> str:
        """The text of the page's one h1."""
        return SPACE.sub(" ", self.document.find(".//h1").text_content()).strip()

    @property
    def links(self) -> dict[str, str]:
        """Name -> address of every link in `main`, the name as somebody hears it."""
        return {
            link.get("aria-label") or SPACE.sub(" ", link.text_content()).strip(): link.get(
                "href", ""
            )
            for link in self.document.findall(".//main//a")
        }

    def form(self, action: str | None = None) -> FormElement:
        """The only form in `main` that is sent by POST, or the one whose action contains `action`."""
        forms = [
            form
            for form in self.document.findall(".//main//form")
            if form.get("method", "").lower() == "post"
            and (action is None or action in (form.get("action") or self.url))
        ]
        assert len(forms) == 1, f"{len(forms)} forms match on {self.url}: {self.text[:300]}"
        return forms[0]


class Browser:
    """Fetches pages as one person; every HTML page it gets is checked."""

    def __init__(self, app: Flask) -> None:
        """Open a browser in which nobody is signed in."""
        self.app = app
        app.test_client_class = FreshClient
        self.client: FlaskClient = app.test_client()
        self._token: tuple[str, str] | None = None

    def sign_in(self, person: Person) -> Browser:
        """Sign `person` in without the cost of hashing a password; returns the browser itself."""
        token = begin(person, at=clock.now())
        db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def get(self, url: str, status: int = 200, *, follow: bool = False) -> Page:
        """Fetch a page, expecting `status`."""
        return self._page(self.send("GET", url, follow_redirects=follow), url, status)

    def send(self, method: str, url: str, **kwargs: Any) -> TestResponse:
        """Send one request as a server would receive it: with no context of the test around it.

        Otherwise the request would share `g` and the database session with the test, and see who
        was signed in before it, or what was never committed.
        """
        db.session.commit()
        return Context().run(self.client.open, url, method=method, **kwargs)

    def post(
        self, url: str, data: Mapping[str, Any] | None = None, status: int = 302, **kwargs: Any
    ) -> Page:
        """Send fields to an address as they are, with this browser's own CSRF token."""
        fields = {"csrf_token": self.csrf_token(), **(data or {})}
        return self._page(self.send("POST", url, data=fields, **kwargs), url, status)

    def csrf_token(self) -> str:
        """A CSRF token that belongs to this browser's session, taken from a page that shows one."""
        if self._token is None or self._token[0] != self._cookie():
            response = self.send("GET", "/check")
            # The page has read in a transaction in which nothing can be written.
            db.session.rollback()
            self._remember_token(lxml.html.fromstring(response.text))
        assert self._token is not None, "The public check page carries no CSRF token."
        return self._token[1]

    def _cookie(self) -> str:
        """What the browser's session holds: as long as it is the same, so is the token."""
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return "" if cookie is None else cookie.value

    def _remember_token(self, document: HtmlElement) -> None:
        """Remember the token that a page shows."""
        field = document.find(".//input[@name='csrf_token']")
        if field is not None:
            self._token = (self._cookie(), str(field.get("value")))

    def submit(
        self,
        page: Page | str,
        fields: Mapping[str, Any] | None = None,
        *,
        action: str | None = None,
        status: int = 302,
        button: str | None = None,
        follow: bool = False,
    ) -> Page:
        """Fill in a form as the page offers it, change `fields`, and send it.

        `button` is the `name=value` of the button pressed, where the form has several.
        """
        if isinstance(page, str):
            page = self.get(page)
        form = page.form(action)
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data |= fields or {}
        if button is not None:
            name, _, value = button.partition("=")
            data[name] = value
        url = form.get("action") or page.url
        response = self.send(
            "POST",
            url,
            data=data,
            follow_redirects=follow,
            content_type="multipart/form-data" if form.get("enctype") else None,
        )
        return self._page(response, url, 200 if follow and status == 302 else status)

    def _page(self, response: TestResponse, url: str, status: int) -> Page:
        if response.history:
            url = response.request.path
        if response.mimetype != "text/html" or response.status_code in {301, 302, 303}:
            assert response.status_code == status, f"{url}: {response.status_code}"
            return Page(response, url, lxml.html.fromstring("<html><body></body></html>"))
        page = Page(response, url, lxml.html.document_fromstring(response.text))
        self._remember_token(page.document)
        assert response.status_code == status, f"{url}: {response.status_code}: {page.text[:600]}"
        check_page(page)
        return page


def check_page(page: Page) -> None:
    """Assert what holds of every page: title, one h1, language, labels, no duplicate ids."""
    document, url = page.document, page.url
    assert (document.findtext(".//title") or "").strip(), f"{url} has no title"
    assert len(document.findall(".//h1")) == 1, f"{url} does not have exactly one h1"
    assert document.get("lang"), f"{url} does not say its language"
    assert document.get("dir") in {"ltr", "rtl"}, f"{url} does not say its direction"
    ids = Counter(element.get("id") for element in document.iterfind(".//*[@id]"))
    assert not [each for each, times in ids.items() if times > 1], f"{url}: duplicate ids {ids}"
    labelled = {label.get("for") for label in document.iterfind(".//label")}
    for control in document.xpath(".//input | .//select | .//textarea"):
        if control.get("type") in {"hidden", "submit"}:
            continue
        named = (
            control.get("id") in labelled
            or control.get("aria-label")
            or control.get("aria-labelledby")
            or any(parent.tag == "label" for parent in control.iterancestors())
        )
        assert named, f"{url}: {control.get('name')} has no label"
    for element in document.iterfind(".//*[@style]"):
        raise AssertionError(f"{url}: inline style on <{element.tag}>")
    assert "None" not in page.text.split(), f"{url} shows the word None"
