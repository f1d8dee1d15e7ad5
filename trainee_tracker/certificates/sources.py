"""From where a certificate takes what it says: the streams and the rows that are read for it."""

from __future__ import annotations

from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db


def streams_read(enrolment: Enrolment) -> set[int]:
    """Return the streams in which everything is chained that a certificate of this trainee says."""
    cohort = enrolment.cohort
    return {
        enrolment.stream_id,
        enrolment.person.stream_id,
        cohort.organisation.stream_id,
        cohort.partner.stream_id,
        INSTALLATION,
    }


def read_anew(enrolment: Enrolment) -> None:
    """Read what a certificate says of people and organisations as it stands in the database now."""
    cohort = enrolment.cohort
    # Whoever was entered may have said meanwhile who they are.
    db.session.refresh(enrolment, ["person_id"])
    db.session.expire(enrolment, ["person"])
    for row in (cohort, enrolment.person, cohort.organisation, cohort.partner):
        db.session.refresh(row)
