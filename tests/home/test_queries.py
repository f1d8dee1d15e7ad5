"""What each person finds on the home page, and on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import naming
from tests.asking import ASKING
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import issue_award
from tests.certificates.support.test_queries import find
from tests.certificates.test_queries import make, make_one_each
from tests.cohorts.builders import another_cohort, county_trust, enrol, plan, take
from tests.hours.builders import decided, logged, submitted
from tests.moving.agreeing import ask, decline, publish_unchecked
from trainee_tracker.accreditation.kinds import MinimumMinutes, ModulesPassed
from trainee_tracker.accreditation.standing import RequirementStanding, Standing, Unit
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, Module
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.home.queries import LATEST, Sections, TraineeSection, main_requirement
from trainee_tracker.home.queries import sections_for as sections_as_at
from trainee_tracker.jobs.models import Worker
from trainee_tracker.people.models import Person
from trainee_tracker.people.names.actions import decline_name
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles.oversight import NEW_FOR
from trainee_tracker.people.rules import Role

TODAY = NOW.date()
ONE_DAY = timedelta(days=1)


def sections_for(person: Person, day: date = TODAY) -> Sections:
    return sections_as_at(person, day, at=NOW)


def section_of(person: Person, day: date = TODAY) -> TraineeSection:
    found = sections_for(person, day).trainee
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("trainee", {"trainee"}),
        ("supervisor", {"waiting_for_sign_off"}),
        ("community_lead", {"waiting_for_signature", "cohorts", "role_changes"}),
        ("statutory_lead", {"waiting_for_signature", "cohorts", "role_changes"}),
        ("training_lead", {"cohorts", "is_training_lead"}),
        ("administrator", {"is_administrator", "worker_is_silent", "role_changes"}),
    ],
)
def test_everybody_finds_what_their_role_is_about_and_nothing_else(
    cast: Cast, who: str, finds: set[str]
) -> None:
    """A supervisor whose role at the trust is new is news to those who are told of roles."""
    roles.grant_role(
        cast.outsider_supervisor,
        Role.SUPERVISOR,
        cast.trust,
        actor=None,
        at=NOW - NEW_FOR + ONE_DAY,
    )
    roles.grant_role(
        cast.supervisor, Role.SUPERVISOR, cast.network, actor=None, at=NOW - NEW_FOR - ONE_DAY
    )
    found = sections_for(getattr(cast, who))
    parts = {
        "trainee": found.trainee is not None,
        "waiting_for_sign_off": found.waiting_for_sign_off is not None,
        "waiting_for_signature": found.waiting_for_signature is not None,
        "cohorts": found.cohorts is not None,
        "is_training_lead": found.is_training_lead,
        "is_administrator": found.is_administrator,
        "worker_is_silent": found.worker_is_silent,
        "role_changes": found.role_changes > 0,
    }
    assert {part for part, is_there in parts.items() if is_there} == finds
    assert found.role_changes <= 1


def test_a_worker_that_was_there_just_now_is_not_silent(cast: Cast) -> None:
    db.session.add(Worker(name="worker", seen_at=NOW))
    db.session.flush()
    assert not sections_for(cast.administrator).worker_is_silent


def test_whose_role_of_a_trainee_ended_finds_no_progress_of_their_own(cast: Cast) -> None:
    for grant in cast.trainee.grants:
        roles.end_role(grant, actor=cast.training_lead, at=NOW)
    db.session.commit()
    assert sections_for(cast.trainee).trainee is None


def test_what_nobody_has_decided_is_shown_and_whether_there_is_more(cast: Cast) -> None:
    make_one_each(cast)
    find(Verdict.UNSUPPORTED)
    lead, kofi = cast.training_lead, cast.colleague_enrolment.id

    def shown() -> tuple[list[str], bool]:
        found = sections_for(lead)
        assert sorted(found.changes) == sorted(
            row.state.certificate_id for row in found.under_review
        )
        return [row.holder for row in found.under_review], found.more_no_longer_supported

    assert sections_for(cast.trainee).under_review == []
    assert not sections_for(cast.trainee).more_no_longer_supported
    assert shown() == (["Abena Osei", "Kofi Boateng"], False)
    his = db.session.query(Certificate.id).filter_by(enrolment_id=kofi).scalar()
    find(Verdict.UNSUPPORTED, [his], is_kept=True)
    assert shown() == (["Abena Osei"], True)
    for name in ("Yaw Darko", "Efua Mills", "Esi Annan", "Ato Quaye"):
        make(enrol(cast, name))
    find(Verdict.UNSUPPORTED)
    names, has_more = shown()
    assert (len(names), has_more) == (LATEST, True)


def test_the_names_that_wait_longest_are_shown_to_who_confirms_and_the_others_counted(
    cast: Cast,
) -> None:
    people = [cast.trainee, cast.colleague]
    people += [enrol(cast, f"{name} Mensah").person for name in ("Yaw", "Efua", "Esi", "Ato")]
    for number, person in enumerate(people):
        naming.ask(person, full_name=f"Dr {person.full_name}")
        db.session.commit()
        found = sections_for(cast.training_lead).names_to_confirm
        assert (len(found.oldest), found.more) == (
            min(number + 1, LATEST),
            max(0, number + 1 - LATEST),
        )
    assert found.oldest[0].person_id == cast.trainee.id
    for reader in (cast.supervisor, cast.outsider):
        nothing = sections_for(reader).names_to_confirm
        assert (list(nothing.oldest), nothing.more) == ([], 0)


def test_a_name_is_told_of_while_it_waits_and_for_a_short_while_after_it_was_declined(
    cast: Cast,
) -> None:
    def own(after: timedelta = timedelta()) -> tuple[bool, bool]:
        found = sections_as_at(cast.trainee, TODAY, at=NOW + after).own_name
        return found.waiting is not None, found.declined is not None

    assert own() == (False, False)
    naming.confirm(naming.ask(cast.trainee, full_name="Abena Mensah"), cast.administrator)
    db.session.commit()
    assert own() == (False, False)
    asked = naming.ask(cast.trainee, full_name="Dr Abena Mensah")
    db.session.commit()
    assert own() == (True, False)
    decline_name(
        asked, reason="No.", actor=cast.training_lead, at=NOW, request_id=request_id("declined")
    )
    db.session.commit()
    assert own(NEW_FOR) == (False, True)
    assert own(NEW_FOR + timedelta(seconds=1)) == (False, False)


def test_who_asked_for_fewer_checks_reads_the_answer_for_a_short_while(cast: Cast) -> None:
    asked = ask(cast, publish_unchecked(cast))
    decline(asked, cast.community_lead)
    db.session.commit()
    second = timedelta(seconds=1)
    for after, answered in ((NEW_FOR - second, [asked]), (NEW_FOR + second, [])):
        found = sections_as_at(cast.training_lead, TODAY, at=NOW + after)
        assert list(found.terms_answered) == answered


def test_the_newest_cohort_that_has_begun_is_the_main_one(cast: Cast) -> None:
    """The first began on 7 September; the second begins on 5 October."""
    later = another_cohort(cast, county_trust(), cast.trainee)
    for day, main in (
        (date(2026, 8, 1), cast.cohort),
        (date(2026, 10, 4), cast.cohort),
        (date(2026, 10, 5), later),
        (TODAY, later),
    ):
        found = section_of(cast.trainee, day)
        assert found.enrolment.cohort is main
        [other] = found.others
        assert {other.cohort, main} == {later, cast.cohort}


def test_a_trainee_finds_what_was_declined_what_was_not_sent_and_the_latest(cast: Cast) -> None:
    held = plan(cast)[0]
    marks = {each.id: (Mark.PRESENT, 0) for each in (cast.enrolment, cast.colleague_enrolment)}
    take(cast, held, marks)
    assert list(section_of(cast.trainee).latest) == [], "a class is no session of one's own"
    entries = [submitted(cast, held_on=date(2026, 10, 1) + number * ONE_DAY) for number in range(6)]
    decided(cast, entries[0], reason="Another day")
    logged(cast, held_on=date(2026, 11, 2))
    logged(cast, held_on=date(2026, 11, 3))
    found = section_of(cast.trainee)
    assert [page.entry_id for page in found.declined] == [entries[0].id]
    assert found.unsent == 2
    assert len(found.latest) == LATEST


def test_checks_are_missing_until_the_last_day_of_the_cohort_and_not_after_it(cast: Cast) -> None:
    last = cast.cohort.ends_on
    assert section_of(cast.trainee, last).missing_checks
    assert section_of(cast.trainee, last + ONE_DAY).missing_checks == []


def test_the_holder_of_an_award_finds_whether_it_is_looked_at(cast: Cast) -> None:
    issue_award(cast)
    assert not section_of(cast.trainee).award_is_under_review
    find(Verdict.UNSUPPORTED)
    assert section_of(cast.trainee).award_is_under_review
    assert section_of(cast.colleague).award is None
    assert not section_of(cast.colleague).award_is_under_review


def requirement(key: str, have: int, need: int, unit: Unit = "minutes") -> RequirementStanding:
    short = max(0, need - have)
    return RequirementStanding(key, key, not short, have, need, short, unit, 0, (), True)


def main_of(*standings: RequirementStanding) -> str | None:
    """Return which requirement is the big picture, on a course of practice, teaching and study."""
    terms = Terms(
        "course",
        "Course",
        "Award",
        ASKING.source,
        tuple(Activity(each, each) for each in ("practice", "taught", "study")),
        (
            MinimumMinutes("practice", "Practice", "practice", 60),
            MinimumMinutes("taught", "Taught", "taught", 60),
            MinimumMinutes("study", "Study", "study", 60),
            ModulesPassed("modules", "Modules"),
        ),
        (Module("first", "First"),),
    )
    found = main_requirement(terms, Standing(1, TODAY, standings, (), ()))
    return found.key if found else None


def test_the_big_picture_is_practice_or_else_the_hours_furthest_from_done() -> None:
    practice, modules = requirement("practice", 50, 60), requirement("modules", 0, 99, "count")
    taught, study = requirement("taught", 30, 60), requirement("study", 0, 40)
    nothing = requirement("taught", 0, 0)
    assert main_of(modules, taught, practice, study) == "practice"
    assert main_of(modules, taught, study) == "study"
    assert main_of(taught, requirement("study", 20, 40)) == "taught", "the longer of two as far"
    assert main_of(nothing, practice) == "practice"
    assert main_of(modules, nothing) is None
    assert main_of() is None
