"""Who is ready for the award, and in which order the others are shown."""

from __future__ import annotations

from tests.cast import NOW, Cast, request_id
from tests.certificates.support.changing import (
    award_of,
    finish_beside,
    first_practice,
    take_back,
)
from tests.cohorts.builders import enrol
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing.queries import award_offer, awards_held_among
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


def offered(cast: Cast, reader: Person | None = None) -> tuple[list[str], list[str]]:
    """Return by first name who is ready, and who is not, as a reader sees the cohort."""
    offer = award_offer(cast.cohort, reader or cast.training_lead, NOW.date())
    assert [each.person_id for each in offer.enrolments] == [each.person_id for each in offer.ready]
    return [row.full_name.split()[0] for row in offer.ready], [
        row.full_name.split()[0] for row in offer.others
    ]


def test_who_is_ready_is_offered_once_and_who_holds_one_comes_last(
    cast: Cast, award: Certificate
) -> None:
    enrol(cast, "Yaw Darko")
    finish_beside(cast, cast.colleague_enrolment)
    assert offered(cast) == (["Kofi"], ["Yaw", "Abena"])
    assert offered(cast, cast.colleague) == ([], ["Kofi", "Yaw", "Abena"]), "none to oneself"

    kofis = award_of(cast, cast.colleague_enrolment, "his award")
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    assert offered(cast) == ([], ["Yaw", "Abena", "Kofi"]), "what has to be looked at comes before"
    both = [cast.enrolment.id, cast.colleague_enrolment.id]
    assert set(awards_held_among(both)) == set(both)

    ending.revoke_certificate(
        kofis,
        reason="Issued too early",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    db.session.commit()
    assert offered(cast) == (["Kofi"], ["Yaw", "Abena"])
    offer = award_offer(cast.cohort, cast.training_lead, NOW.date())
    assert offer.never_given == [], "to give back what was revoked is a decision"
    assert set(awards_held_among(both)) == {cast.enrolment.id}
