"""A form is what a form sends, and a page says itself when it takes more than a form."""

from __future__ import annotations

import io

import pytest
from flask import Flask, request

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker import bounds
from trainee_tracker.fields import LineField
from trainee_tracker.form import Form


class NameForm(Form):
    """One field."""

    name = LineField("Name", needed="Enter a name")


@pytest.mark.parametrize("body", ["5", "null", '{"name": "Abena"}', '[["name", "Abena"]]', "{"])
def test_json_is_never_a_form(app: Flask, body: str) -> None:
    with app.test_request_context("/", method="POST", data=body, content_type="application/json"):
        form = NameForm()
        assert not form.validate_on_submit()
        assert not form.name.data


def test_a_form_takes_what_a_test_hands_it(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "Abena"}):
        assert NameForm().name.data == "Abena"
        assert NameForm(formdata=None).name.data is None


def test_a_body_without_a_length_is_bounded_while_it_is_read(app: Flask) -> None:
    """A server that takes a body in pieces says only where it ends."""
    with app.test_request_context(
        "/sign-in",
        method="POST",
        input_stream=io.BytesIO(b"a" * 60_000),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    ):
        assert request.content_length is None
        with pytest.raises(bounds.TooMuch):
            bounds.ensure_within(bounds.LITTLE)


def test_too_long_a_form_says_so_and_what_to_do(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    page = browser.post("/hours/log", {"note": "a" * 600_000}, status=413)
    assert page.h1 == "That is too much at once"
    assert "Nothing was changed: send less at once." in page.text


def test_a_note_of_the_longest_length_in_any_script_is_taken(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    page = browser.post("/hours/log", {"note": "\N{ARABIC LETTER MEEM}" * 60_000}, status=200)
    assert "There is a problem" in page.text
