"""Planning the timetable."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.cohorts.builders import plan
from trainee_tracker.cohorts.models import TeachingSession
from trainee_tracker.cohorts.teaching.actions import add_classes, plan_teaching
from trainee_tracker.cohorts.teaching.queries import classes_of
from trainee_tracker.cohorts.teaching.rules import PlannedClass, Repeat
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Site
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

SERIES = {
    "first_on": "2026-11-30",
    "repeat": "weekly",
    "count": "4",
    "starts_at": "18.30",
    "minutes": "150",
    "skipping": "28 December 2026\n\n07/12/2026; 2026-12-21",
}


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the classes of the cast's cohort are planned."""
    return f"/cohorts/{cast.cohort.id}/teaching"


def dates(cast: Cast) -> list[date]:
    return [row.held_on for row in classes_of(cast.cohort.id)]


def test_classes_are_shown_before_they_are_saved(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, SERIES, status=200)
    assert page.h1 == "Check the classes"
    assert "Monday 30 November 2026" in page.text
    assert "7 December 2026" not in page.text
    assert dates(cast) == []
    page = browser.submit(page, button="step=save", follow=True)
    assert "4 classes are in the timetable" in page.text
    assert dates(cast) == [
        date(2026, 11, 30),
        date(2026, 12, 14),
        date(2027, 1, 4),
        date(2027, 1, 11),
    ]


def test_the_module_of_each_class_can_be_chosen(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, {**SERIES, "count": "2"}, status=200)
    browser.submit(page, {"module": ["case-study", ""]}, button="step=save")
    rows = classes_of(cast.cohort.id)
    assert [(row.module_key, row.title) for row in rows] == [
        ("case-study", "Case study of work with one family"),
        (None, "Class 2"),
    ]


def test_the_plan_can_be_changed_after_looking_at_it(
    browser: Browser, cast: Cast, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, SERIES, status=200)
    page = browser.submit(page, button="step=change", status=200)
    assert page.h1 == "Plan the teaching"
    assert "28 December 2026" in page.response.text
    assert page.document.xpath("//input[@name='count']/@value") == ["4"]


def test_a_double_click_saves_the_classes_once(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, SERIES, status=200)
    browser.submit(page, button="step=save")
    browser.submit(page, button="step=save")
    assert len(dates(cast)) == 4


def test_a_class_at_the_time_of_another_is_refused_before_and_after_the_preview(
    browser: Browser, cast: Cast, url: str
) -> None:
    looked_at = browser.sign_in(cast.training_lead).submit(url, SERIES, status=200)
    plan(cast, weeks=3)
    plan_teaching(
        cast.cohort,
        first_on=date(2026, 11, 30),
        weeks=1,
        starts_at="18:30",
        minutes=60,
        site=None,
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    message = "There is already a class on 30 November 2026 at 18:30"
    assert message in browser.submit(url, SERIES, status=409).text
    assert message in browser.submit(looked_at, button="step=save", status=409).text
    assert len(dates(cast)) == 4


@pytest.mark.parametrize(
    ("field", "typed", "message", "status"),
    [
        ("first_on", "", "Enter the date of the first class", 200),
        ("first_on", "2026-09-06", "lies outside", 409),
        ("count", "0", "from 1 to 120", 200),
        ("count", "some", "Enter a whole number", 200),
        ("count", "60", "lies outside", 409),
        ("starts_at", "half six", "too long", 200),
        ("starts_at", "25:00", "for example 18:30", 200),
        ("starts_at", "", "Enter the time", 200),
        ("minutes", "1500", "from 1 to 720", 200),
        ("minutes", "0", "from 1 to 720", 200),
        ("skipping", "Christmas", "“Christmas”: Enter a date", 200),
        ("skipping", "29 February 2027", "no such day", 200),
        ("skipping", "x" * 4001, "too long", 200),
        ("site", "999", "Choose one of the answers shown", 200),
        ("module", "none-such", "modules of this course", 409),
    ],
)
def test_answers_that_cannot_be_taken_are_shown_again(
    browser: Browser,
    cast: Cast,
    url: str,
    field: str,
    typed: str,
    message: str,
    status: int,
) -> None:
    answers: dict[str, str | list[str]] = {**SERIES, field: typed}
    if field == "module":
        answers["module"] = [typed] * 4
    page = browser.sign_in(cast.training_lead).submit(url, answers, status=status)
    assert page.h1 == "Plan the teaching"
    assert message in page.text
    assert dates(cast) == []


def test_every_way_to_repeat_and_a_site_can_be_planned(
    browser: Browser, cast: Cast, url: str
) -> None:
    site = db.session.scalars(select(Site).where(Site.name == "Grace Hall")).one()
    browser.sign_in(cast.training_lead)
    answers = {**SERIES, "repeat": "monthly", "skipping": "", "site": str(site.id), "count": "2"}
    page = browser.submit(url, answers, status=200)
    assert "Grace Hall" in page.text
    browser.submit(page, button="step=save")
    assert dates(cast) == [date(2026, 11, 30), date(2026, 12, 28)]
    assert {row.site for row in classes_of(cast.cohort.id)} == {"Grace Hall"}
    assert db.session.scalars(select(TeachingSession.site_id)).all() == [site.id, site.id]


def test_a_site_of_another_cohort_is_refused(cast: Cast) -> None:
    theirs = db.session.scalars(select(Site).where(Site.name == "Hope House")).one()
    with pytest.raises(Impossible, match="sites of this cohort"):
        plan_teaching(
            cast.cohort,
            first_on=date(2026, 11, 30),
            weeks=1,
            starts_at="18:30",
            minutes=150,
            site=theirs,
            actor=cast.training_lead,
            at=NOW,
        )


def test_titles_may_be_written_by_hand(cast: Cast) -> None:
    classes = plan_teaching(
        cast.cohort,
        first_on=date(2026, 11, 30),
        weeks=2,
        starts_at="10:00",
        minutes=360,
        site=None,
        titles=["Welcome", "Genograms"],
        repeat=Repeat.FORTNIGHTLY,
        actor=cast.training_lead,
        at=NOW,
    )
    assert [each.title for each in classes] == ["Welcome", "Genograms"]


def test_somebody_slower_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = PlannedClass(date(2026, 11, 30), "18:30", 150, "Class", None)
    row = {"cohort_id": cast.cohort.id, "held_on": planned.held_on, "starts_at": "18:30"}
    row |= {"minutes": 90, "title": "Quicker", "stream_id": cast.cohort.stream_id}
    row |= {"recorded_at": NOW}
    # Somebody else plans between the look at the timetable and the writing.
    monkeypatch.setattr(
        "trainee_tracker.cohorts.teaching.actions.ensure_may_add",
        lambda *args, **rest: db.session.execute(insert(TeachingSession).values(row)) and [],
    )
    with pytest.raises(Stale, match="Somebody else planned"):
        add_classes(cast.cohort, [planned], site=None, actor=cast.training_lead, at=NOW)


def test_somebody_elses_cohort_is_not_found(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, SERIES, status=404)
    with pytest.raises(NotAllowed):
        add_classes(cast.cohort, [], site=None, actor=cast.outsider_lead, at=NOW)
