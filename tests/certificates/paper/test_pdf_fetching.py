"""A certificate is drawn from our own files and from nothing else on the machine or beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.certificates.paper.facts_of import AWARD, PROGRESS
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1:9/x.svg",
        "https://example.org/x.svg",
        "ftp://example.org/x",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "certificate:../../../config.py",
        "certificate:award.html",
        "certificate:file:///etc/passwd",
        "certificate:",
    ],
)
def test_nothing_but_our_own_files_is_fetched(address: str) -> None:
    fetcher = pdf.OwnFilesFetcher()
    with pytest.raises(pdf.RefusedAddress):
        fetcher.fetch(address)
    with pytest.raises(pdf.RefusedAddress):
        fetcher(address)
    assert fetcher.fetched == []
    assert fetcher.refused == [address, address]


def test_our_own_files_are_fetched() -> None:
    fetcher = pdf.OwnFilesFetcher({"qr.svg": "<svg/>"})
    assert fetcher.fetch("certificate:qr.svg").read() == b"<svg/>"
    assert fetcher.fetch("certificate:award.css").content_type == "text/css"
    assert fetcher.fetch("certificate:naskh.ttf").read(4) == b"\x00\x01\x00\x00"
    assert fetcher.refused == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import 'https://example.org/x.css';</style>",
        "<div style=\"background: url('file:///etc/passwd')\">x</div>",
    ],
)
def test_a_page_that_asks_for_anything_else_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, markup: str
) -> None:
    page = f'<!doctype html><html lang="en"><title>x</title>{markup}</html>'
    monkeypatch.setattr(pdf, "page_text", lambda facts, level=0: page)
    with pytest.raises(pdf.RefusedAddress):
        pdf.render(AWARD)


@pytest.mark.parametrize("facts", [AWARD, PROGRESS])
def test_every_drawing_of_a_certificate_is_fetched(
    monkeypatch: pytest.MonkeyPatch, facts: CertificateFacts
) -> None:
    made: list[pdf.OwnFilesFetcher] = []

    class Remembered(pdf.OwnFilesFetcher):
        def __init__(self, drawings: Any = None) -> None:
            super().__init__(drawings)
            made.append(self)

    monkeypatch.setattr(pdf, "OwnFilesFetcher", Remembered)
    pdf.render(facts)
    wanted = {"qr.svg"}
    fetched = {address.removeprefix("certificate:") for one in made for address in one.fetched}
    assert wanted <= fetched
