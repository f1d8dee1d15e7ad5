"""What only some courses ask about a session, from the form to the signature."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.asking import ASKING, asking_enrolment
from tests.browser import Browser, Page
from tests.cast import Cast
from tests.hours.builders import case_of, decided, facts, logged, submitted
from trainee_tracker.accreditation.kinds import CompletedCases, MinimumMinutes, ObservedSessions
from trainee_tracker.accreditation.limits import Cap
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours import queries
from trainee_tracker.hours.choices import cases_of, choices_for
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rules import FaultyFacts
from trainee_tracker.hours.sessions.asked import Asked, asked_by
from trainee_tracker.hours.sessions.rules import NEW_CASE, Observed, relevant, spelt_as_before
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.signatures.models import Signature

URL = "/hours/log"
FAMILY_HOUR = {"minutes": "60", "format": "family", "role": "lead", "case": "0"}


@pytest.fixture
def kofi(cast: Cast) -> Enrolment:
    """Kofi's place in a cohort whose course asks for all of it."""
    return asking_enrolment(cast)


def latest() -> HoursEntry:
    found = db.session.scalars(select(HoursEntry).order_by(HoursEntry.id.desc())).first()
    assert found is not None
    return found


def names_of(page: Page) -> set[str]:
    return {field.get("name") for field in page.document.xpath("//main//form//*[@name]")}


def test_a_course_asks_only_what_it_counts() -> None:
    assert asked_by(ASKING) == Asked(("practice",), ("supervision",), ("supervision",))
    plain = replace(ASKING, requirements=(ASKING.requirements[0],))
    assert asked_by(plain) == Asked((), (), ())


def test_every_way_to_name_observation_asks_for_it_where_it_counts() -> None:
    course = replace(
        ASKING,
        activities=(*ASKING.activities, Activity("clinic", "Family clinic", "practice")),
        requirements=(
            ObservedSessions("live", "Live", "clinic", 1),
            CompletedCases("cases", "Cases", "clinic", "supervision", 1, 1, observed=("live",)),
        ),
    )
    assert asked_by(course).observed == ("supervision", "clinic")
    assert asked_by(course).case_of_supervision == ()
    cap = Cap("told", "Told", "study", minutes=60, observed=("reported",), also=("taught",))
    plain = MinimumMinutes("hours", "Hours", "practice", 60)
    assert asked_by(replace(course, requirements=(plain,), limits=(cap,))).observed == ("study",)


def test_a_course_that_does_not_ask_has_the_short_form(browser: Browser, cast: Cast) -> None:
    asked = {"problem", "observed", "case_of_supervision"}
    assert not asked & names_of(browser.sign_in(cast.trainee).get(URL))
    asking_enrolment(cast)
    entry = logged(cast, problem="grief", observed=Observed.LIVE)
    assert (entry.session.problem, entry.session.observed) == (None, None)


def test_the_type_of_problem_keeps_its_first_spelling_and_is_offered_again(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    address = f"{URL}?enrolment={kofi.id}"
    browser.sign_in(cast.colleague)
    browser.submit(address, FAMILY_HOUR | {"problem": "Low mood"})
    page = browser.get(address)
    assert page.document.xpath("//datalist/option/@value") == ["Low mood"]
    browser.submit(page, FAMILY_HOUR | {"problem": "  low   MOOD "})
    assert latest().session.problem == "Low mood"
    page = browser.get("/hours")
    assert "Low mood" in page.text
    assert "Low mood" in browser.get(f"/hours/{latest().id}").text


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ("Call 07700 900123", "looks like a phone number"),
        ("x" * 61, "1 character too long"),
    ],
)
def test_a_problem_that_points_to_somebody_is_refused(
    browser: Browser, cast: Cast, kofi: Enrolment, problem: str, sentence: str
) -> None:
    browser.sign_in(cast.colleague)
    page = browser.submit(
        f"{URL}?enrolment={kofi.id}", FAMILY_HOUR | {"problem": problem}, status=200
    )
    assert sentence in page.text
    with pytest.raises(FaultyFacts):
        logged(cast, enrolment=kofi, problem=problem)


def test_supervision_names_its_case_and_who_saw_the_work(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    case = case_of(kofi)
    db.session.commit()
    answers = {"activity": "supervision", "minutes": "60", "present": "2"}
    browser.sign_in(cast.colleague)
    address = f"{URL}?enrolment={kofi.id}"
    browser.submit(
        address, answers | {"case_of_supervision": str(case.id), "observed": "live", "case": "0"}
    )
    session = latest().session
    assert (session.case_code_id, session.observed) == (case.id, Observed.LIVE)
    # The same hour about no one case, and seen by nobody.
    browser.submit(address, answers | {"case_of_supervision": "", "case": "0"})
    assert (latest().session.case_code_id, latest().session.observed) == (None, None)
    (line, _other) = queries.lines_of([kofi.id])
    assert (line.case, line.observed, line.problem) == (case.code, "live", None)
    # A case has as many sessions as were held with the family, whatever was said of it later.
    assert [each.sessions for each in cases_of(kofi)] == [0]
    page = browser.submit(address, answers | {"case_of_supervision": "999"}, status=200)
    assert "Choose one of the answers shown" in page.text


def test_what_was_not_asked_or_cannot_be_is_left_out(cast: Cast, kofi: Enrolment) -> None:
    said = facts(cast, kofi, problem="grief", observed=Observed.LIVE, case_code_id=NEW_CASE)
    assert relevant(said, ASKING).problem == "grief"
    assert relevant(said, ASKING).observed is None
    supervision = relevant(replace(said, activity="supervision"), ASKING)
    assert (supervision.case_code_id, supervision.problem) == (None, None)
    assert supervision.observed is Observed.LIVE
    seen = replace(ASKING, requirements=(ObservedSessions("live", "Live", "practice", 1),))
    assert relevant(said, seen).observed is Observed.LIVE
    assert relevant(replace(said, is_attended=False), seen).observed is None
    assert relevant(replace(said, problem=""), ASKING).problem is None


def test_a_spelling_is_kept_only_where_it_is_the_same_word(cast: Cast, kofi: Enrolment) -> None:
    said = facts(cast, kofi, problem="LOSS")
    assert spelt_as_before(said, ["Grief", "Loss"]).problem == "Loss"
    assert spelt_as_before(said, ["Grief"]).problem == "LOSS"
    assert spelt_as_before(replace(said, problem=None), ["Loss"]).problem is None


def test_same_as_last_time_and_a_correction_say_it_again(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    entry = submitted(cast, enrolment=kofi, problem="Grief", site_id=None)
    browser.sign_in(cast.colleague)
    browser.submit(f"{URL}?enrolment={kofi.id}&again={entry.id}")
    assert latest().id != entry.id
    assert latest().session.problem == "Grief"
    reason = {"reason": "It was another problem", "problem": "Low mood"}
    browser.submit(f"/hours/{entry.id}/correct", reason)
    assert (latest().supersedes_id, latest().session.problem) == (entry.id, "Low mood")


def shown_of(entry: HoursEntry, supervisor: Any) -> dict[str, Any]:
    (line,) = sheet_for(supervisor, [Decision(entry.id, True)]).shown
    return line


def test_a_signature_shows_what_was_said_and_nothing_where_nothing_was(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    plain = submitted(cast)
    told = submitted(
        cast,
        enrolment=kofi,
        activity="supervision",
        observed=Observed.RECORDED,
        role=None,
        format=None,
        site_id=None,
        case_code_id=case_of(kofi).id,
    )
    assert not {"problem", "observed"} & shown_of(plain, cast.supervisor).keys()
    assert shown_of(told, cast.supervisor)["observed"] is Observed.RECORDED
    page = browser.sign_in(cast.supervisor).get("/hours/sign-off")
    assert "Seen on a recording" in page.text
    page = browser.submit(page, {f"decision-{told.id}": "sign_off"}, status=200)
    assert "Seen on a recording" in page.text
    signature = decided(cast, told)
    assert '"observed":"recorded"' in db.session.get_one(Signature, signature.id).shown


def test_what_was_not_said_is_no_part_of_a_request(cast: Cast) -> None:
    told = facts(cast).told()
    assert not {"problem", "observed"} & told.keys()
    assert replace(facts(cast), problem="Grief").told()["problem"] == "Grief"


def test_the_problems_of_a_course_that_does_not_ask_are_not_read(
    cast: Cast, kofi: Enrolment
) -> None:
    logged(cast, enrolment=kofi, problem="Loss", site_id=None)
    assert choices_for(kofi).problems == ("Loss",)
    assert choices_for(cast.enrolment).problems == ()
