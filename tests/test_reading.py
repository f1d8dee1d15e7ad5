"""Reading what people type, on pages and in lists: a clean value or a sentence, nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.messages import say
from trainee_tracker.reading import (
    Unreadable,
    read_date,
    read_line,
    read_note,
    read_whole_number,
    without_hidden,
)


def test_months_are_read_in_the_language_of_the_page_and_in_english() -> None:
    app = Flask(__name__)
    Babel(app)
    day = date(2026, 11, 22)
    with app.test_request_context():
        with force_locale("fr"):
            assert read_date("22 novembre 2026") == day
            assert read_date("22 November 2026") == day
        with force_locale("ar"):
            assert read_date("22 نوفمبر 2026") == day


def test_joiners_stay_inside_a_word_and_go_at_its_edge() -> None:
    assert read_line("می\u200cخواهم\u200d") == "می\u200cخواهم"
    assert read_line("\u200cab \u200dcd") == "ab cd"


@pytest.mark.parametrize("read", [read_line, read_note, read_date])
def test_nothing_but_a_sentence_comes_out_of_bad_input(read: Any) -> None:
    @given(st.text(st.characters(codec=None, exclude_categories=())))
    def check(text: str) -> None:
        said = "read"
        try:
            read(text)
        except Unreadable as refusal:
            said = str(refusal)
        assert said

    check()


@given(st.text())
def test_a_clean_line_reads_the_same_a_second_time(text: str) -> None:
    try:
        once = read_line(text, longest=500)
    except Unreadable:
        return
    assert read_line(once, longest=500) == once
    assert without_hidden(once) == once


@given(st.text())
def test_a_whole_number_is_a_number_or_refused(text: str) -> None:
    try:
        found = read_whole_number(text, message=say("Enter a number"))
    except Unreadable:
        found = 0
    assert found >= 0
