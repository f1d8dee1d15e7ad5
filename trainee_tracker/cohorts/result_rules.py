"""What is decided about a trainee beside modules, and when it can be; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    EvidenceCounted,
    ObservedCompetence,
)
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    Outcome,
)
from trainee_tracker.accreditation.limits import AfterCompetence, PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.refusals import Impossible, Stale

LONGEST_NOTE = 1000
"""Characters of what is noted beside a result."""


class ResultKind(StrEnum):
    """What a result is about, and so what its subject names and its amount counts.

    Evidence: a kind of evidence, pieces accepted so far. Competence: a competence of the course,
    a level of 1 to 4. Prior learning: an activity, minutes accepted in all. Attendance: a module,
    or nothing for the whole course, whole per cent.
    """

    EVIDENCE = "evidence"
    COMPETENCE = "competence"
    PRIOR_LEARNING = "prior-learning"
    ATTENDANCE = "attendance"


AMOUNTS: Mapping[ResultKind, tuple[int, int]] = {
    ResultKind.EVIDENCE: (0, 500),
    ResultKind.COMPETENCE: (1, 4),
    ResultKind.PRIOR_LEARNING: (0, 600_000),
    ResultKind.ATTENDANCE: (0, 100),
}
"""The least and the most that can be recorded of each kind: guards against a slip of the thumb."""

Subject = tuple[ResultKind, str]
"""What a result is about: its kind and the key of the part of the course."""


@dataclass(frozen=True)
class Question:
    """Something that a course asks to be recorded, in its own words; `title` may be empty.

    It is empty for attendance of the whole course, which has no name of its own.
    """

    kind: ResultKind
    subject: str
    title: str


@dataclass(frozen=True)
class Answer:
    """What is recorded about one subject; `amount` as ResultKind says."""

    amount: int
    is_harmful: bool = False


@dataclass(frozen=True)
class ResultFacts:
    """One recorded result in plain values."""

    id: int
    enrolment_id: int
    kind: ResultKind
    subject: str
    amount: int
    is_harmful: bool
    decided_on: date
    sequence: int


def questions_of(terms: Terms) -> tuple[Question, ...]:
    """Return what a course asks to be recorded about each trainee, in the order of its terms."""
    asked: dict[Subject, None] = {}
    for part in (*terms.requirements, *terms.limits):
        match part:
            case EvidenceCounted():
                asked[ResultKind.EVIDENCE, part.evidence] = None
            case ObservedCompetence() | AfterCompetence():
                everything = tuple(each.key for each in terms.competences)
                for key in part.competences or everything:
                    asked[ResultKind.COMPETENCE, key] = None
            case PriorLearning():
                asked[ResultKind.PRIOR_LEARNING, part.activity] = None
            case AttendancePercent():
                keys = [each.key for each in terms.modules] if part.each_module else [""]
                for key in keys:
                    asked[ResultKind.ATTENDANCE, key] = None
            case _:
                continue
    titles: dict[Subject, str] = {
        (ResultKind.ATTENDANCE, ""): "",
        **{(ResultKind.EVIDENCE, each.key): each.title for each in terms.evidence},
        **{(ResultKind.COMPETENCE, each.key): each.title for each in terms.competences},
        **{(ResultKind.PRIOR_LEARNING, each.key): each.title for each in terms.activities},
        **{(ResultKind.ATTENDANCE, each.key): each.title for each in terms.modules},
    }
    return tuple(Question(*subject, title) for subject, title in titles.items() if subject in asked)


def standing_of(results: Iterable[ResultFacts]) -> list[ResultFacts]:
    """Return the results that stand, in their order.

    Of every subject that is the one with the highest sequence; of a competence, whose ratings all
    stay, the one with the highest sequence for each day.
    """
    last: dict[tuple[int, ResultKind, str, date | None], ResultFacts] = {}
    for result in sorted(results, key=lambda each: each.sequence):
        day = result.decided_on if result.kind is ResultKind.COMPETENCE else None
        last[result.enrolment_id, result.kind, result.subject, day] = result
    return sorted(last.values(), key=lambda each: each.id)


def changes(
    answers: Mapping[Subject, Answer], decided_on: date, standing: Iterable[ResultFacts]
) -> dict[Subject, Answer]:
    """Return the answers that say something new; `standing` is what stands about the trainee.

    A page sends what it showed again: only a figure that differs is a new decision. Nothing of
    what was never recorded is no figure either. A rating is new unless it is that of the same day.
    """
    of_day = {
        (each.kind, each.subject): (each.amount, each.is_harmful)
        for each in standing
        if each.kind is not ResultKind.COMPETENCE or each.decided_on == decided_on
    }
    return {
        subject: answer
        for subject, answer in answers.items()
        if (answer.amount, answer.is_harmful) != of_day.get(subject, _before_the_first(subject[0]))
    }


def _before_the_first(kind: ResultKind) -> tuple[int, bool] | None:
    """Return the figure that need not be recorded first; a reported 0 % is a figure of its own."""
    return (0, False) if kind in {ResultKind.EVIDENCE, ResultKind.PRIOR_LEARNING} else None


def ensure_asked(terms: Terms, subjects: Collection[Subject]) -> None:
    """Raise Impossible for something that the course does not ask about."""
    if not set(subjects) <= {(each.kind, each.subject) for each in questions_of(terms)}:
        raise Impossible("This course does not ask for one of these results.")


def ensure_plausible_amounts(answers: Mapping[Subject, Answer]) -> None:
    """Raise Impossible for an amount that cannot be, or harm seen in anything but a competence."""
    for (kind, _subject), answer in answers.items():
        least, most = AMOUNTS[kind]
        if not least <= answer.amount <= most:
            raise Impossible(f"Enter a number from {least:,} to {most:,}, not {answer.amount:,}.")
        if answer.is_harmful and kind is not ResultKind.COMPETENCE:
            raise Impossible("Harm is seen in a competence and in nothing else.")


def ensure_noted(changed: Collection[Subject], note: str) -> None:
    """Raise Impossible for prior learning without its evidence, and for a note that is too long."""
    if len(note) > LONGEST_NOTE:
        raise Impossible(f"Keep the note under {LONGEST_NOTE:,} characters.")
    if not note.strip() and any(kind is ResultKind.PRIOR_LEARNING for kind, _subject in changed):
        raise Impossible("Say which evidence of the prior learning was seen, and by whom.")


def ensure_seen(seen: int | None, last: int) -> None:
    """Raise Stale when a result was recorded since the last one that the person was shown."""
    if seen is not None and seen != last:
        raise Stale("Somebody recorded a result while your page was open. Look at it again.")


def prior_learning_lines(standing: Sequence[ResultFacts]) -> list[LedgerLine]:
    """Return a ledger line for each prior learning that was accepted, on the day of the decision."""
    return [
        LedgerLine(
            entry=f"prior-{each.id}",
            session=f"prior-{each.id}",
            trainee=str(each.enrolment_id),
            held_on=each.decided_on,
            activity=each.subject,
            minutes=each.amount,
            is_prior_learning=True,
        )
        for each in standing
        if each.kind is ResultKind.PRIOR_LEARNING and each.amount
    ]


def outcomes_of(standing: Sequence[ResultFacts]) -> list[Outcome]:
    """Return everything else that stands, as the engine's outcomes."""
    found: list[Outcome] = []
    for each in standing:
        trainee = str(each.enrolment_id)
        match each.kind:
            case ResultKind.EVIDENCE:
                found.append(EvidenceAccepted(trainee, each.subject, each.amount, each.decided_on))
            case ResultKind.COMPETENCE:
                found.append(
                    CompetenceRating(
                        trainee, each.subject, each.amount, each.decided_on, each.is_harmful
                    )
                )
            case ResultKind.ATTENDANCE:
                found.append(AttendanceFigure(trainee, each.amount, each.subject or None))
            case ResultKind.PRIOR_LEARNING:
                continue
    return found
