"""Correcting a register: with a reason and the password, listed with who, when and what changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.cohorts.builders import enrol, plan, take
from tests.meanwhile import meanwhile
from trainee_tracker.cohorts.models import Register, RegisterMark, TeachingSession
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.registers.rules import MarkChange, changes_between
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.people.sign_in import rules as sign_in_rules
from trainee_tracker.refusals import Impossible, Stale

WHY = "Signed the list at the door, missed at the roll call."


@pytest.fixture
def held(cast: Cast) -> TeachingSession:
    """A class of 150 minutes on 9 November 2026, whose register says that both were present."""
    first = plan(cast)[0]
    take(cast, first, marks_of(cast, Mark.PRESENT))
    return first


def url_of(held: TeachingSession) -> str:
    return f"/cohorts/{held.cohort_id}/registers/{held.id}"


def marks_of(cast: Cast, abena: Mark, late: int = 0) -> dict[int, tuple[Mark, int]]:
    return {cast.enrolment.id: (abena, late), cast.colleague_enrolment.id: (Mark.PRESENT, 0)}


def registers() -> int:
    return db.session.scalar(select(func.count(Register.id))) or 0


def absent(cast: Cast, **answers: str) -> dict[str, str]:
    return {f"mark_{cast.enrolment.id}": "absent", "reason": WHY, "password": PASSWORD} | answers


def names(page: Page) -> list[str]:
    asked = "//main//form//textarea/@name | //main//input[@type='password']/@name"
    return [str(each) for each in page.document.xpath(asked)]


def test_a_corrected_register_is_a_new_one_and_the_old_is_kept(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    assert "This register was taken before" in page.text
    browser.submit(page, absent(cast))
    first, second = db.session.scalars(select(Register).order_by(Register.sequence)).all()
    minutes = [
        {mark.enrolment_id: mark.minutes_present for mark in each.marks} for each in (first, second)
    ]
    assert [each[cast.enrolment.id] for each in minutes] == [150, 0]
    assert (first.reason, second.reason) == ("", WHY)


def test_every_taking_is_listed_with_who_when_what_changed_for_whom_and_why(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    browser.sign_in(cast.training_lead)
    kofi = cast.colleague_enrolment.id
    late = {f"mark_{kofi}": "late", f"late_{kofi}": "25"}
    browser.submit(url_of(held), absent(cast) | late)
    page = browser.get(url_of(held))
    history = page.text.partition("How it was taken")[2]
    assert history.startswith(" Register corrected Ruth Mensah · 22 November 2026")
    assert "Abena Osei: Present → Absent" in history
    assert "Kofi Boateng: Present → Late (25 min)" in history
    assert WHY in history
    assert "1 late · 1 absent" in history
    assert "Register taken Ruth Mensah · 22 November 2026" in history
    assert history.endswith("2 present")


def test_a_correction_needs_a_reason_and_the_password(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(url_of(held), absent(cast, reason="", password=""), status=200)
    assert "Say why the register is corrected" in page.text
    assert "Enter your password to correct the register" in page.text
    page = browser.submit(url_of(held), absent(cast, password="wrong password here"), status=403)
    assert "That is not your password." in page.text
    assert page.document.xpath("//*[@id='password-error']")
    # What was marked and written stays on the page.
    abena = cast.enrolment.id
    assert page.document.xpath(f"//input[@name='mark_{abena}'][@checked]/@value") == ["absent"]
    assert WHY in page.document.xpath("string(//textarea)")
    assert registers() == 1


def test_a_request_made_by_hand_needs_the_reason_and_the_password_too(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    browser.sign_in(cast.training_lead)
    fields = {
        f"mark_{cast.enrolment.id}": "absent",
        f"mark_{cast.colleague_enrolment.id}": "present",
        "request_id": request_id("by hand"),
        "sequence_seen": "1",
    }
    browser.post(url_of(held), fields, status=200)
    browser.post(url_of(held), fields | {"reason": WHY}, status=200)
    # Nor by pretending that the register was never taken, or more often than it was.
    for seen in ("0", "2", "-1", ""):
        browser.post(url_of(held), fields | {"sequence_seen": seen, "reason": WHY}, status=409)
    with pytest.raises(Impossible, match="Say why the register of 9 November 2026 is corrected"):
        take(cast, held, marks_of(cast, Mark.ABSENT), "no reason")
    assert registers() == 1


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("Ring 07700 900123 about it", "looks like a phone number"),
        ("Born 12/05/2014", "looks like a date of birth"),
        ("x" * 2001, "2,000 characters"),
    ],
)
def test_a_reason_that_could_point_to_somebody_or_is_too_long_is_refused(
    cast: Cast, held: TeachingSession, reason: str, sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        take(cast, held, marks_of(cast, Mark.ABSENT), "reason", reason)


def test_a_correction_that_changes_nothing_writes_nothing_and_asks_for_nothing(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).submit(url_of(held), follow=True)
    assert "Nothing was changed, so nothing was saved." in page.text
    assert registers() == 1


def test_a_first_taking_needs_neither(browser: Browser, cast: Cast) -> None:
    second = plan(cast)[1]
    page = browser.sign_in(cast.training_lead).get(url_of(second))
    assert names(page) == []
    browser.submit(page)
    assert registers() == 1


def test_somebody_enrolled_later_is_added_with_a_reason_and_listed(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    amina = {f"mark_{enrol(cast, 'Amina Yusuf').id}": "present"}
    browser.sign_in(cast.training_lead)
    page = browser.submit(url_of(held), amina, status=200)
    assert "Say why the register is corrected" in page.text
    browser.submit(page, {"reason": "Was there, enrolled too late.", "password": PASSWORD})
    assert "Amina Yusuf: Present, had no mark" in browser.get(url_of(held)).text


def test_a_correction_credits_nobody_who_was_enrolled_later(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    amina = enrol(cast, "Amina Yusuf").id
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    assert page.document.xpath(f"//input[@name='mark_{amina}'][@checked]/@value") == ["none"]
    assert "No mark: not enrolled then" in page.text
    browser.submit(page, absent(cast))
    assert registers() == 2
    assert set(db.session.scalars(select(RegisterMark.enrolment_id))) == {
        cast.enrolment.id,
        cast.colleague_enrolment.id,
    }
    # By hand too: whoever had a mark needs one, and whoever had none does not.
    take(cast, held, marks_of(cast, Mark.LATE, 5), "third", WHY)
    with pytest.raises(Impossible, match="1 has no mark"):
        take(cast, held, {cast.enrolment.id: (Mark.PRESENT, 0)}, "fourth", WHY)


def test_a_correction_says_what_it_changes_before_it_is_saved(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.get(url_of(held))
    assert "At the end you say why and enter your password." in page.text
    assert page.document.xpath("//*[@data-changes]/@hidden")
    page = browser.submit(page, absent(cast, reason=""), status=200)
    (box,) = page.document.xpath("//*[@data-changes][not(@hidden)]")
    shown = [
        " ".join(each.text_content().split())
        for each in box.xpath(".//p[not(@hidden)] | .//li[not(@hidden)]")
    ]
    assert shown == ["You change 1 mark:", "Abena Osei: Present → Absent"]


def test_one_password_stands_for_the_corrections_of_one_sitting(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    second = plan(cast, weeks=4)[0]
    with time_machine.travel(NOW, tick=False):
        take(cast, second, marks_of(cast, Mark.PRESENT), "second")
        browser.sign_in(cast.training_lead)
        assert names(browser.get(url_of(second))) == ["reason", "password"]
        browser.submit(url_of(held), absent(cast))
    with time_machine.travel(NOW + sign_in_rules.PROOF_VALIDITY, tick=False):
        page = browser.get(url_of(second))
        assert names(page) == ["reason"]
        browser.submit(page, absent(cast, password=""))
    assert registers() == 4
    late = {f"mark_{cast.enrolment.id}": "apologies", "reason": WHY}
    with time_machine.travel(NOW + sign_in_rules.PROOF_VALIDITY + timedelta(seconds=1), tick=False):
        page = browser.submit(page, late | {"sequence_seen": "2"}, status=200)
        assert "Enter your password to correct the register" in page.text
    # Nor does it stand in another browser of the same person.
    with time_machine.travel(NOW, tick=False):
        browser.sign_in(cast.training_lead)
        assert names(browser.get(url_of(second))) == ["reason", "password"]
    assert registers() == 4


def test_a_double_click_corrects_once(browser: Browser, cast: Cast, held: TeachingSession) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    browser.submit(page, absent(cast))
    browser.submit(page, absent(cast))
    assert registers() == 2


def test_the_second_of_two_leads_sees_what_the_first_corrected(
    browser: Browser, cast: Cast, held: TeachingSession
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(held))
    take(cast, held, marks_of(cast, Mark.LATE, 10), "first", "Came at twenty to seven.")
    page = browser.submit(page, absent(cast), status=409)
    assert "Somebody took this register while your page was open" in page.text
    assert "Abena Osei: Present → Late (10 min)" in page.text
    assert registers() == 2


def test_of_two_corrections_at_once_one_is_told(
    app: Flask, cast: Cast, held: TeachingSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_id, lead_id = held.id, cast.training_lead.id
    marks = marks_of(cast, Mark.ABSENT)

    def another_lead() -> None:
        take_register(
            db.session.get_one(TeachingSession, held_id),
            marks,
            actor=db.session.get_one(Person, lead_id),
            at=NOW,
            request_id=request_id("the other lead"),
            reason=WHY,
        )

    def let_another_lead_go_first(*_args: object) -> None:
        monkeypatch.undo()
        meanwhile(app, another_lead)

    monkeypatch.setattr(
        "trainee_tracker.cohorts.rules.ensure_class_held", let_another_lead_go_first
    )
    with pytest.raises(Stale, match="while your page was open"):
        take_register(
            held,
            marks_of(cast, Mark.LATE, 5),
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("slower"),
            reason=WHY,
            sequence_seen=1,
        )
    db.session.rollback()
    assert registers() == 2


def test_what_changes_is_every_mark_that_differs() -> None:
    before = {1: (Mark.PRESENT, 0), 2: (Mark.LATE, 5), 3: (Mark.ABSENT, 0)}
    after = {1: (Mark.PRESENT, 0), 2: (Mark.LATE, 6), 3: (Mark.APOLOGIES, 0), 4: (Mark.PRESENT, 0)}
    assert changes_between(before, after) == (
        MarkChange(2, (Mark.LATE, 5), (Mark.LATE, 6)),
        MarkChange(3, (Mark.ABSENT, 0), (Mark.APOLOGIES, 0)),
        MarkChange(4, None, (Mark.PRESENT, 0)),
    )
