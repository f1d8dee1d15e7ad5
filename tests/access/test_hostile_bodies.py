"""Whatever is sent to a page, it is no fault of ours, little work, and a short answer."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

import lxml.html
import pytest
from lxml.html import FormElement

from config import MAX_FIELDS, MAX_FORM_BYTES, MAX_UPLOAD_BYTES
from tests.access.table import TABLE, Row
from tests.access.visits import Visits
from trainee_tracker.typed import BY_THE_PAGE

SENT = [row for row in TABLE if "POST" in row.methods.split() and row.lets_in]
PUBLIC = [row for row in SENT if "anonymous" in row.lets_in]

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
LONGEST_ANSWER = 256 * 1024
MEGABYTE = 1024 * 1024


def part(name: str, value: bytes = b"x", more: str = "") -> bytes:
    """Return one part of a multipart body."""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + (
        value + b"\r\n"
    )


HOSTILE: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "a number as JSON": ("application/json", b"5", {}),
    "null as JSON": ("application/json", b"null", {}),
    "broken JSON": ("application/json; charset=utf-99", b"[[[[", {}),
    "XML": ("application/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", {}),
    "no kind at all": ("", b"\x00\xff\xfe", {}),
    "nonsense of a kind": ("////;;==", b"a=b", {}),
    "sixty thousand fields": (URLENCODED, b"a&" * 60_000, {}),
    "many small fields": (URLENCODED, b"&".join(b"f%d=1" % n for n in range(3_000)), {}),
    "one huge field": (URLENCODED, b"note=" + b"%22" * 1_600_000, {}),
    "a huge name": (URLENCODED, b"n" * 30_000 + b"=1", {}),
    "a name that breaks lines": (URLENCODED, b"a%0Ab=1&%00=2", {}),
    "nested brackets": (URLENCODED, b"a" + b"[a]" * 9_000 + b"=1", {}),
    "many rows of one list": (URLENCODED, b"&".join(b"rows-%d-x=1" % n for n in range(90)), {}),
    "huge indices": (URLENCODED, b"decision-" + b"9" * 60 + b"=sign_off&rows-1e9-x=2&page=9e9", {}),
    "zero bytes": (URLENCODED, b"full_name=a%00b&note=%00&email=%00&serial=%00&step=%00", {}),
    "half a character": (URLENCODED, b"full_name=%ff%fe%80&note=\xff\xfe", {}),
    "lone surrogates": (URLENCODED, b"full_name=%ed%a0%80&password=%ed%a0%80&email=%ed%b0%80", {}),
    "another charset": (URLENCODED + "; charset=utf-99", b"full_name=a", {}),
    "parts without end": (MULTIPART, part("a") * 400, {}),
    "a part without a name": (MULTIPART, b"--b\r\n\r\nx\r\n--b--\r\n", {}),
    "no boundary": ("multipart/form-data", part("a"), {}),
    "another boundary": ("multipart/form-data; boundary=other", part("a"), {}),
    "a part cut off": (MULTIPART, part("a")[:-5], {}),
    "a part in another charset": (
        MULTIPART,
        part("a", more="\r\nContent-Type: text/plain; charset=utf-99") + b"--b--",
        {},
    ),
    "a huge part": (MULTIPART, part("note", b'"' * 4 * MEGABYTE) + b"--b--\r\n", {}),
    "endless headers": (MULTIPART, b"--b\r\n" + b"A: b\r\n" * 100_000, {}),
    "a file where text belongs": (
        MULTIPART,
        part("password", more='; filename="a"') + b"--b--\r\n",
        {},
    ),
    "shorter than it says": (URLENCODED, b"a=1", {"CONTENT_LENGTH": "900"}),
    "longer than it says": (URLENCODED, b"a=1&b=2", {"CONTENT_LENGTH": "2"}),
    "a negative length": (URLENCODED, b"a=1", {"CONTENT_LENGTH": "-1"}),
    "a length that is none": (URLENCODED, b"a=1", {"CONTENT_LENGTH": "many"}),
    "too large by what it says": (URLENCODED, b"a=1", {"CONTENT_LENGTH": str(9 * MEGABYTE)}),
}


def send(visits: Visits, member: str, address: str, kind: str, body: bytes, environ: Any) -> Any:
    browser = visits.app.test_client(use_cookies=False)
    return browser.post(
        address,
        data=body,
        content_type=kind,
        headers={"Cookie": f"session={visits.credentials[member].cookie}"},
        environ_overrides=environ,
        buffered=True,
    )


@pytest.mark.parametrize("body", HOSTILE)
def test_no_page_fails_or_answers_at_length_whatever_it_is_sent(visits: Visits, body: str) -> None:
    for row in SENT:
        address = visits.address(row.address)
        for member in {"anonymous", min(row.lets_in - {"anonymous"})}:
            answer = send(visits, member, address, *HOSTILE[body])
            assert answer.status_code < 500, f"{member} {address}"
            assert len(answer.data) < LONGEST_ANSWER, f"{member} {address}: {len(answer.data)}"


@pytest.mark.parametrize("body", ["a number as JSON", "null as JSON", "XML", "nonsense of a kind"])
def test_what_is_no_form_is_refused_in_a_sentence(visits: Visits, body: str) -> None:
    answer = send(visits, "anonymous", "/sign-in", *HOSTILE[body])
    assert answer.status_code == 415
    assert "This page takes nothing but its own form." in answer.text


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.address)
def test_a_public_page_takes_little_text_and_few_fields(visits: Visits, row: Row) -> None:
    address = visits.address(row.address)
    for kind, body in (
        (URLENCODED, b"note=" + b"a" * MAX_FORM_BYTES),
        (MULTIPART, part("note", b"a" * MAX_FORM_BYTES) + b"--b--\r\n"),
        (MULTIPART, part("n", b"a" * 20_000) + part("m", b"a" * 20_000) + b"--b--\r\n"),
        (URLENCODED, b"&".join([b"a=1"] * (MAX_FIELDS + 1))),
        (MULTIPART, part("a") * (MAX_FIELDS + 1) + b"--b--\r\n"),
    ):
        answer = send(visits, "anonymous", address, kind, body, {})
        assert answer.status_code == 413
        assert "more than this page takes" in answer.text
    enough = send(visits, "anonymous", address, URLENCODED, b"a=1&" * 90, {})
    assert enough.status_code == 200


def test_only_pages_that_say_so_take_as_much_as_a_file(visits: Visits) -> None:
    body = part("file", b"a" * 4 * MEGABYTE, '; filename="a.pdf"') + b"--b--\r\n"
    assert len(body) < MAX_UPLOAD_BYTES
    taken = {
        row.endpoint
        for row in SENT
        if send(
            visits,
            max(row.lets_in - {"anonymous"}),
            visits.address(row.address),
            MULTIPART,
            body,
            {},
        ).status_code
        != 413
    }
    assert taken == {
        "checking.check_file",
        "exchange.enrol_trainees",
        "exchange.confirm_enrolments",
        "exchange_preview.preview_ledger",
    }


def test_a_list_is_taken_only_from_somebody_signed_in(visits: Visits) -> None:
    row = next(row for row in SENT if row.endpoint == "exchange.enrol_trainees")
    body = b"rows=" + b"a" * 200 * 1024
    address = visits.address(row.address)
    assert send(visits, "training_lead", address, URLENCODED, body, {}).status_code == 200
    assert send(visits, "anonymous", address, URLENCODED, body, {}).status_code == 413


def test_what_is_kept_of_an_ended_sign_in_is_bounded(visits: Visits) -> None:
    body = b"note=" + b"%22" * (128 * 1024 // 3 - 10)
    answer = send(visits, "anonymous", "/hours/log", URLENCODED, body, {})
    assert answer.status_code == 401
    assert len(answer.data) < LONGEST_ANSWER


def test_a_body_of_no_kind_and_no_length_is_an_empty_form(visits: Visits) -> None:
    assert send(visits, "anonymous", "/sign-in", "", b"", {}).status_code == 200
    assert send(visits, "anonymous", "/sign-in", "application/json", b"", {}).status_code == 200


HOSTILE_TEXT = {
    "zero bytes": "a%00b",
    "a lone surrogate": "%ed%a0%80",
    "half a character": "%ff",
    "thousands of digits": "9" * 5_000,
    "a turned line": "%e2%80%ae%0d%0a%1b[2J",
}


@pytest.mark.parametrize("text", HOSTILE_TEXT)
def test_no_page_fails_over_what_is_typed_into_its_own_form(visits: Visits, text: str) -> None:
    typed = HOSTILE_TEXT[text]
    for row in SENT:
        if "GET" not in row.methods.split() or row.endpoint == "sign_in.sign_in":
            continue
        for member in (min(row.lets_in - {"anonymous"}), max(row.lets_in)):
            address = visits.address(row.address)
            page = lxml.html.fromstring(visits.ask(member, "GET", address).data)
            for form in page.findall(".//main//form[@method='post']"):
                fields = "&".join(
                    f"{quote(name)}={quote(value) if name in BY_THE_PAGE else typed}"
                    for name, value in cast(FormElement, form).form_values()
                )
                for control in form.findall(".//input"):
                    if control.get("type") in {"radio", "checkbox"}:
                        fields += f"&{quote(control.get('name', ''))}={typed}"
                action = form.get("action") or address
                answer = send(visits, member, action, URLENCODED, fields.encode(), {})
                assert answer.status_code < 500, f"{member} {action} {fields}"
    visits.renew()
