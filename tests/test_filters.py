"""Durations, dates, shares and progress in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from trainee_tracker import filters
from trainee_tracker.filters import (
    all_of,
    amount,
    any_of,
    duration,
    instant,
    language_name,
    longdate,
    machine_instant,
    notice_kind,
    number,
    percent_of,
    progress_picture,
)
from trainee_tracker.messages import say


@pytest.fixture
def page() -> Iterator[Flask]:
    """A page being made, in the little app that carries nothing but languages."""
    app = Flask(__name__)
    Babel(app, default_locale="en_GB")
    filters.register(app)
    with app.test_request_context():
        yield app


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (2490, "41 h 30 min"),
        (42750, "712 h 30 min"),
        (60_000, "1,000 h"),
        (-90, "\N{MINUS SIGN}1 h 30 min"),
    ],
)
def test_a_duration_is_hours_and_minutes_in_words(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_dates_and_instants_read_as_people_write_them() -> None:
    assert longdate(date(2026, 11, 22)) == "22 November 2026"
    assert longdate(date(2026, 3, 6)) == "6 March 2026"
    assert instant(datetime(2026, 11, 22, 19, 42, tzinfo=UTC)) == "22 November 2026, 19:42"


def test_an_instant_is_shown_as_london_clocks_show_it_in_summer_too() -> None:
    assert instant(datetime(2026, 7, 14, 23, 30, tzinfo=UTC)) == "15 July 2026, 00:30"
    elsewhere = datetime(2026, 7, 14, 20, 0, tzinfo=timezone(timedelta(hours=3)))
    assert instant(elsewhere) == "14 July 2026, 18:00"
    assert machine_instant(elsewhere) == "2026-07-14T17:00:00Z"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 7, 14, 23, 30))


def test_months_speak_the_language_of_the_page(page: Flask) -> None:
    with force_locale("fr"):
        assert longdate(date(2026, 11, 22)) == "22 novembre 2026"
    with force_locale("ar"):
        assert "نوفمبر" in longdate(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("have", "need", "percent"),
    [(0, 60, 0), (3599, 3600, 99), (3600, 3600, 100), (9000, 3600, 100), (5, 0, 100), (-5, 60, 0)],
)
def test_a_share_is_rounded_down_and_never_leaves_0_to_100(
    have: int, need: int, percent: int
) -> None:
    assert percent_of(have, need) == percent


def test_figures_follow_their_unit() -> None:
    assert amount(90, "minutes") == "1 h 30 min"
    assert amount(71, "percent") == "71 %"
    assert amount(1500, "count") == "1,500"
    assert number(10_000) == "10,000"


def test_progress_says_what_is_there_to_go_waiting_and_planned() -> None:
    picture = progress_picture(2490, 3600, waiting=330, plan=2700)
    assert picture.have_of_need == "41\u00a0h\u00a030\u00a0min of 60\u00a0h"
    assert picture.to_go == "18\u00a0h\u00a030\u00a0min to go"
    assert picture.waiting_words == "5\u00a0h\u00a030\u00a0min waiting for sign-off"
    assert picture.plan_words == "Plan: 45\u00a0h by now"
    assert (picture.done, picture.reached, picture.plan_mark) == (69, 78, 75)
    assert picture.summary == (
        "41\u00a0h\u00a030\u00a0min of 60\u00a0h · 18\u00a0h\u00a030\u00a0min to go · "
        "5\u00a0h\u00a030\u00a0min waiting for sign-off · Plan: 45\u00a0h by now"
    )


def test_what_is_complete_shows_no_plan_and_says_so() -> None:
    picture = progress_picture(42750, 42000, plan=40000)
    assert picture.met
    assert picture.to_go == "Complete"
    assert picture.plan is None
    assert picture.summary == "712\u00a0h\u00a030\u00a0min of 700\u00a0h · Complete"


def test_points_of_attendance_are_counted_one_by_one() -> None:
    assert progress_picture(79, 80, unit="percent").to_go == "1 point to go"
    assert progress_picture(71, 80, unit="percent").to_go == "9 points to go"


def test_a_picture_never_looks_finished_before_it_is() -> None:
    almost = progress_picture(3599, 3600, waiting=1)
    assert almost.done == 99
    assert not almost.met


@given(
    have=st.integers(0, 100_000),
    need=st.integers(0, 100_000),
    waiting=st.integers(0, 100_000),
    plan=st.none() | st.integers(0, 200_000),
)
def test_a_picture_always_fits_its_frame(
    have: int, need: int, waiting: int, plan: int | None
) -> None:
    picture = progress_picture(have, need, waiting=waiting, plan=plan)
    assert 0 <= picture.done <= picture.reached <= 100
    assert 0 <= picture.plan_mark <= 99
    assert picture.met == (have >= need)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("ar", "Arabic"), ("pt-BR", "Portuguese (Brazil)"), ("xx", "xx"), ("no good", "no good")],
)
def test_a_language_is_called_by_its_name_where_it_has_one(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("category", "kind"),
    [("message", "good"), ("error", "bad"), ("warning", "wait"), ("anything", "info")],
)
def test_every_flashed_message_finds_its_notice(category: str, kind: str) -> None:
    assert notice_kind(category) == kind


def test_a_sentence_tells_several_things_as_its_language_does(page: Flask) -> None:
    things = ["Ada", say("none"), Markup("<em>Cleo & Co</em>"), "B <b>"]
    told = "<bdi>Ada</bdi>, none, <em>Cleo & Co</em> {} <bdi>B &lt;b&gt;</bdi>"
    assert all_of(things) == told.format("and")
    assert any_of(things) == told.format("or")
    assert all_of([]) == ""
    assert page.jinja_env.from_string("{{ [1, 2]|all_of }}").render() == (
        "<bdi>1</bdi> and <bdi>2</bdi>"
    )


def test_templates_have_the_filters(page: Flask) -> None:
    shown = page.jinja_env.from_string("{{ 90|duration }} / {{ 30|percent_of(60) }}").render()
    assert shown == "1\u00a0h\u00a030\u00a0min / 50"


def test_no_page_tears_a_figure_from_its_unit(page: Flask) -> None:
    shown = page.jinja_env.from_string("{{ 3460|duration }} {{ 60|amount('percent') }}").render()
    assert shown == "57\u00a0h\u00a040\u00a0min 60\u00a0%"
    assert filters.progress_picture(60, 120).have_of_need == "1\u00a0h of 2\u00a0h"
    # Elsewhere the spaces are ordinary.
    assert filters.duration(3460) == "57 h 40 min"
