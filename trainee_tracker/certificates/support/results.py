"""Which results beside the hours stand for a certificate of a day; knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from trainee_tracker.cohorts.results.rules import ResultFacts, ResultKind, in_force


def results_as_at(results: Iterable[ResultFacts], day: date) -> list[ResultFacts]:
    """Return what holds of `results` for a certificate of `day`.

    A figure so far (evidence, prior learning, attendance) is the one that holds of those decided
    by then, and no more than holds now: what came later does not add to it, and what was taken
    back since does not stay. Ratings of competences have days of their own, so all are returned.
    """
    known = list(results)
    now = in_force(known)
    ratings = [each for each in now if each.kind is ResultKind.COMPETENCE]
    holds_now: dict[tuple[int, ResultKind, str], int] = {
        (each.enrolment_id, each.kind, each.subject): each.amount
        for each in now
        if each.kind is not ResultKind.COMPETENCE
    }
    by_then = in_force(each for each in known if each.decided_on <= day)
    return ratings + [
        replace(
            each, amount=min(each.amount, holds_now[each.enrolment_id, each.kind, each.subject])
        )
        for each in by_then
        if (each.enrolment_id, each.kind, each.subject) in holds_now
    ]


def reported_late(results: Iterable[ResultFacts], day: date) -> list[ResultFacts]:
    """Return the attendance that holds and was first reported after `day`, in place of registers."""
    known = list(results)
    by_then = {
        (each.enrolment_id, each.kind, each.subject)
        for each in in_force(each for each in known if each.decided_on <= day)
    }
    return [
        each
        for each in in_force(known)
        if each.kind is ResultKind.ATTENDANCE
        and (each.enrolment_id, each.kind, each.subject) not in by_then
    ]
