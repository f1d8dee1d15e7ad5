"""Taking the register of a class."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, insert, select

from tests.browser import Browser
from tests.cast import BEGAN, NOW, Cast, request_id
from tests.cohorts.builders import enrol, plan, take
from trainee_tracker.append_only import AppendOnlyViolation, row_values
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import Register, RegisterMark, TeachingSession
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.registers.queries import registers_of
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale


@pytest.fixture
def held(cast: Cast) -> TeachingSession:
    """A class of 150 minutes that was held on 9 November 2026."""
    return plan(cast)[0]


def url_of(held: TeachingSession) -> str:
    return f"/cohorts/{held.cohort_id}/registers/{held.id}"


def registers() -> int:
    return db.session.scalar(select(func.count(Register.id))) or 0


def marks_of(cast: Cast, abena: Mark, late: int = 0) -> dict[int, tuple[Mark, int]]:
    return {cast.enrolment.id: (abena, late), cast.colleague_enrolment.id: (Mark.PRESENT, 0)}


def present_minutes(register: Register) -> dict[int, int]:
    return {mark.enrolment_id: mark.minutes_present for mark in register.marks}


def test_everybody_is_present_until_somebody_says_otherwise(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    kofi = cast.colleague_enrolment.id
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    assert page.h1 == "Register of 9 November 2026"
    answers = {f"mark_{kofi}": "late", f"late_{kofi}": "20"}
    page = browser.submit(page, answers, follow=True)
    assert "The register is saved" in page.text
    assert "2 of 2 came" in page.text
    register = db.session.scalars(select(Register)).one()
    assert present_minutes(register) == {cast.enrolment.id: 150, kofi: 130}


def test_a_double_click_takes_the_register_once(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    browser.submit(page)
    browser.submit(page)
    assert registers() == 1


def test_the_same_request_with_other_marks_is_a_conflict(cast: Cast, held: TeachingSession) -> None:
    take(cast, held, marks_of(cast, Mark.PRESENT))
    with pytest.raises(Conflict):
        take(cast, held, marks_of(cast, Mark.ABSENT))


def test_a_page_that_was_open_while_somebody_else_took_it_is_stale(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    take(cast, held, marks_of(cast, Mark.ABSENT))
    page = browser.submit(page, status=409)
    assert "Somebody took this register while your page was open" in page.text
    assert registers() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 20])
def test_a_broken_hidden_number_is_stale_and_no_fault(
    browser: Browser, cast: Cast, held: TeachingSession, seen: str
) -> None:
    take(cast, held, marks_of(cast, Mark.PRESENT))
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    browser.submit(page, {"sequence_seen": seen}, status=409)


@pytest.mark.parametrize(
    ("mark", "late", "message"),
    [
        ("late", "", "Minutes late, Abena Osei: Enter how many minutes late they came"),
        ("late", "a bit", "Minutes late, Abena Osei: Enter the minutes as a whole number"),
        ("late", "150", "Minutes late, Abena Osei: Enter from 1 to 149"),
        ("late", "0", "Minutes late, Abena Osei: Enter from 1 to 149"),
        ("asleep", "", "Abena Osei: Choose one of the answers shown"),
        ("", "", "Abena Osei: Choose a mark"),
    ],
)
def test_marks_that_cannot_be_taken_are_shown_again(
    browser: Browser, cast: Cast, held: TeachingSession, mark: str, late: str, message: str
) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    answers = {f"mark_{abena}": mark, f"late_{abena}": late, f"mark_{kofi}": "absent"}
    page = browser.sign_in(cast.training_lead).submit(url_of(held), answers, status=200)
    assert message in page.text
    assert page.document.xpath(f"//input[@name='mark_{kofi}'][@checked]/@value") == ["absent"]
    assert registers() == 0


def test_two_who_came_late_without_minutes_are_both_named(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    answers = {f"mark_{each}": "late" for each in marks_of(cast, Mark.LATE)}
    page = browser.sign_in(cast.training_lead).submit(url_of(held), answers, status=200)
    asked = [text for text in page.links if "how many minutes late" in text]
    assert asked == [
        f"Minutes late, {name}: Enter how many minutes late they came"
        for name in ("Abena Osei", "Kofi Boateng")
    ]


def test_late_by_a_class_of_one_minute_cannot_be_and_breaks_nothing(
    browser: Browser, cast: Cast
) -> None:
    (short,) = plan_teaching(
        cast.cohort,
        first_on=date(2026, 11, 2),
        weeks=1,
        starts_at="10:00",
        minutes=1,
        site=None,
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    abena = cast.enrolment.id
    answers = {f"mark_{abena}": "late", f"late_{abena}": "1"}
    page = browser.sign_in(cast.training_lead).submit(url_of(short), answers, status=409)
    assert "Somebody late to this class" in page.text


def test_somebody_enrolled_after_the_class_is_not_on_its_register(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    enrol(cast, "Later Comer", date(2026, 11, 10))
    enrol(cast, "Sameday Comer", date(2026, 11, 9))
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    assert "Sameday Comer" in page.text
    assert "Later Comer" not in page.text


def test_somebody_enrolled_while_the_page_was_open_needs_a_mark(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    enrol(cast, "Amina Yusuf")
    page = browser.submit(page, status=200)
    assert "Amina Yusuf: Choose a mark" in page.text


def test_a_class_to_come_has_no_register_yet(browser: Browser, cast: Cast) -> None:
    to_come = plan(cast)[2]
    page = browser.sign_in(cast.training_lead).get(url_of(to_come))
    assert "This class is still to come" in page.text
    with pytest.raises(Impossible, match="23 November 2026"):
        take(cast, to_come, marks_of(cast, Mark.PRESENT))


def test_a_class_without_anybody_says_whom_to_enrol(browser: Browser, cast: Cast) -> None:
    empty = actions.open_cohort(
        cast.other_cohort.version,
        cast.other_network,
        cast.trust,
        name="Nobody yet",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("nobody yet"),
    )
    (early,) = plan_teaching(
        empty,
        first_on=date(2026, 9, 14),
        weeks=1,
        starts_at="10:00",
        minutes=60,
        site=None,
        actor=cast.outsider_lead,
        at=NOW,
    )
    db.session.commit()
    page = browser.sign_in(cast.outsider_lead).get(url_of(early))
    assert "Nobody was in the cohort on that day" in page.text


def test_marks_fit_the_list(cast: Cast, held: TeachingSession) -> None:
    marks = marks_of(cast, Mark.PRESENT)
    with pytest.raises(Impossible, match="not in this class"):
        take(cast, held, marks | {cast.outsider_enrolment.id: (Mark.PRESENT, 0)})
    with pytest.raises(Impossible, match="1 has no mark"):
        take(cast, held, {cast.enrolment.id: (Mark.PRESENT, 0)})


def test_a_register_cannot_be_changed(cast: Cast, held: TeachingSession) -> None:
    mark = take(cast, held, marks_of(cast, Mark.ABSENT)).marks[0]
    mark.minutes_present = 150
    with pytest.raises(AppendOnlyViolation):
        db.session.flush()


def test_somebody_slower_is_told(
    cast: Cast, held: TeachingSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take(cast, held, marks_of(cast, Mark.PRESENT))
    quicker = {key: value for key, value in row_values(first).items() if key != "id"}
    quicker |= {"sequence": 2, "request_id": request_id("quicker")}
    # Somebody else takes it between the look at the list and the writing.
    monkeypatch.setattr(
        "trainee_tracker.cohorts.rules.ensure_everyone_marked",
        lambda *args: db.session.execute(insert(Register).values(quicker)),
    )
    with pytest.raises(Stale, match="Somebody else took this register"):
        take(cast, held, marks_of(cast, Mark.ABSENT), "slower", "Left early.")
    assert len(db.session.scalars(select(RegisterMark)).all()) == 2


def test_registers_of_others_are_not_found(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    url = url_of(held)
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, {}, status=404)
    # Nor under the address of their own cohort.
    browser.get(f"/cohorts/{cast.other_cohort.id}/registers/{held.id}", 404)
    with pytest.raises(NotAllowed):
        take_register(
            held,
            marks_of(cast, Mark.PRESENT),
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("outsider"),
        )
    assert registers_of(held.id) == []


def test_nobody_takes_a_register_that_they_are_on(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.commit()
    page = browser.sign_in(cast.trainee).submit(url_of(held), status=403)
    assert "Somebody else has to take a register that you are on." in page.text
    assert registers() == 0


def test_the_register_of_a_class_of_today_is_taken_today(browser: Browser, cast: Cast) -> None:
    (held,) = plan_teaching(
        cast.cohort,
        first_on=NOW.date(),
        weeks=1,
        starts_at="18:30",
        minutes=150,
        site=None,
        modules=["first-meetings"],
        actor=cast.training_lead,
        at=BEGAN,
    )
    browser.sign_in(cast.training_lead)
    page = browser.get(url_of(held))
    assert "still to come" not in page.text
    assert page.form() is not None
