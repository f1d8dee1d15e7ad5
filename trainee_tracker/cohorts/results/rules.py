"""What is decided about a trainee beside modules, and when it can be; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from trainee_tracker.identifiers import identifier_fault
from trainee_tracker.messages import Message, Own, say, say_many
from trainee_tracker.refusals import Impossible

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


class ResultAct(StrEnum):
    """What recording a result does to those recorded before it about the same subject.

    Recorded: of a competence it stands beside them, of all else in their place. Corrected: a
    rating takes the place of those of the same day, with a note that says why. Withdrawn:
    attendance that was reported no longer stands, and the registers count again.
    """

    RECORDED = "recorded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


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
    """What is recorded about one subject; `amount` as ResultKind says, 0 where it is withdrawn."""

    amount: int
    is_harmful: bool = False
    act: ResultAct = ResultAct.RECORDED


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
    act: ResultAct = ResultAct.RECORDED


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


def in_force(results: Iterable[ResultFacts]) -> list[ResultFacts]:
    """Return the results that stand, in their order.

    Of every subject that is the one with the highest sequence, unless it withdraws; of a
    competence every rating, but for those of a day that were corrected later.
    """
    current: dict[tuple[int, ResultKind, str, date | None], list[ResultFacts]] = {}
    for result in sorted(results, key=lambda each: each.sequence):
        is_rating = result.kind is ResultKind.COMPETENCE
        day = result.decided_on if is_rating else None
        found = current.setdefault((result.enrolment_id, result.kind, result.subject, day), [])
        if not is_rating or result.act is ResultAct.CORRECTED:
            found.clear()
        if result.act is not ResultAct.WITHDRAWN:
            found.append(result)
    return sorted((each for found in current.values() for each in found), key=lambda each: each.id)


def replaced_by(results: Iterable[ResultFacts]) -> dict[int, tuple[ResultFacts, ...]]:
    """Return of each result (by its id) those in whose place it came to stand, in their order."""
    replaced = {}
    before: list[ResultFacts] = []
    seen: list[ResultFacts] = []
    for result in sorted(results, key=lambda each: each.id):
        seen.append(result)
        after = in_force(seen)
        replaced[result.id] = tuple(each for each in before if each not in after)
        before = after
    return replaced


def latest_of(current: Iterable[ResultFacts]) -> dict[Subject, ResultFacts]:
    """Return of each subject what counts now; `current` is in force about one trainee.

    Of several ratings on the latest day that is the lowest, with harm if it was seen once, as the
    engine judges it.
    """
    latest: dict[Subject, ResultFacts] = {}
    for each in sorted(current, key=lambda result: (result.decided_on, result.sequence)):
        subject = (each.kind, each.subject)
        other = latest.get(subject)
        if (
            other is not None
            and each.kind is ResultKind.COMPETENCE
            and other.decided_on == each.decided_on
        ):
            latest[subject] = replace(
                each,
                amount=min(each.amount, other.amount),
                is_harmful=each.is_harmful or other.is_harmful,
            )
        else:
            latest[subject] = each
    return latest


def changes(
    answers: Mapping[Subject, Answer], decided_on: date, current: Iterable[ResultFacts]
) -> dict[Subject, Answer]:
    """Return the answers that say something new; `current` is in force about the trainee.

    A page sends back what it showed, so only a figure that differs is a new decision; 0 of
    something that was never recorded is none. A rating is new unless the same one stands for that
    day. A correction is new unless it is all that stands for that day.
    """
    told: dict[Subject, set[tuple[int, bool]]] = {}
    for each in current:
        if each.kind is not ResultKind.COMPETENCE or each.decided_on == decided_on:
            told.setdefault((each.kind, each.subject), set()).add((each.amount, each.is_harmful))
    return {
        subject: answer
        for subject, answer in answers.items()
        if _is_new(answer, told.get(subject) or _before_the_first(subject[0]))
    }


def _is_new(answer: Answer, told: Collection[tuple[int, bool]]) -> bool:
    match answer.act:
        case ResultAct.RECORDED:
            return (answer.amount, answer.is_harmful) not in told
        case ResultAct.CORRECTED:
            return set(told) != {(answer.amount, answer.is_harmful)}
        case ResultAct.WITHDRAWN:
            return bool(told)


def _before_the_first(kind: ResultKind) -> set[tuple[int, bool]]:
    """Return the figure that decides nothing while none is recorded: 0, but not a reported 0 %."""
    return {(0, False)} if kind in {ResultKind.EVIDENCE, ResultKind.PRIOR_LEARNING} else set()


def ensure_asked(
    terms: Terms,
    subjects: Collection[Subject],
    *,
    titles: Mapping[Subject, str],
    moved_at: datetime | None,
) -> None:
    """Raise Impossible for something that the course does not ask about.

    `titles` name what the page asked; `moved_at` (UTC) is when the cohort last moved to another
    version, after which a page that was open before asks for what the course no longer does.
    """
    known = {(each.kind, each.subject) for each in questions_of(terms)}
    for kind, subject in subjects:
        if (kind, subject) in known:
            continue
        title = titles.get((kind, subject)) or subject
        what = Own(title) if title else say("the whole course")
        if moved_at is None:
            raise Impossible(
                say("This course does not ask for “{result}”. Open the page again.", result=what)
            )
        raise Impossible(
            say(
                "This course does not ask for “{result}”: the cohort moved to another version of it"
                " on {at}. Open the page again.",
                result=what,
                at=moved_at,
            )
        )


def ensure_plausible_amounts(answers: Mapping[Subject, Answer]) -> None:
    """Raise Impossible for an amount that cannot be, or harm seen in anything but a competence."""
    for (kind, _subject), answer in answers.items():
        least, most = AMOUNTS[kind]
        if not least <= answer.amount <= most:
            raise Impossible(
                say(
                    "Enter a number from {least} to {most}, not {amount}.",
                    least=least,
                    most=most,
                    amount=answer.amount,
                )
            )
        if answer.is_harmful and kind is not ResultKind.COMPETENCE:
            raise Impossible(say("Harm is seen in a competence only. Take it out, then send it."))


def ensure_acts(
    answers: Mapping[Subject, Answer], decided_on: date, current: Iterable[ResultFacts]
) -> None:
    """Raise Impossible for a correction where nothing was rated, or an act of another kind."""
    rated = {
        each.subject
        for each in current
        if each.kind is ResultKind.COMPETENCE and each.decided_on == decided_on
    }
    for (kind, subject), answer in answers.items():
        match answer.act:
            case ResultAct.CORRECTED if kind is not ResultKind.COMPETENCE:
                raise Impossible(
                    say("Only the rating of a competence is corrected. Record the figure.")
                )
            case ResultAct.CORRECTED if subject not in rated:
                raise Impossible(
                    say(
                        "One of these competences was not rated on {day}, so there is nothing to"
                        " correct. Check the day, or rate it without correcting.",
                        day=decided_on,
                    )
                )
            case ResultAct.WITHDRAWN if kind is not ResultKind.ATTENDANCE or answer.amount:
                raise Impossible(
                    say("Only attendance that was reported is taken back. Record the figure.")
                )
            case _:
                continue


def ensure_noted(
    changed: Mapping[Subject, Answer],
    current: Iterable[ResultFacts],
    decided_on: date,
    note: str,
) -> None:
    """Raise Impossible for a note that is missing, too long or could point to a client.

    A figure is typed, because nothing here counts it: it asks where it comes from, and what takes
    the place of another asks why. Prior learning asks for its evidence, whose papers bear old dates
    of their own; a corrected rating for the reason, since it may lift harm that somebody saw.
    """
    if len(note) > LONGEST_NOTE:
        raise Impossible(
            say_many(
                "Keep the note under {n} character.",
                "Keep the note under {n} characters.",
                n=LONGEST_NOTE,
            ),
            field="note",
        )
    is_prior = any(kind is ResultKind.PRIOR_LEARNING for kind, _subject in changed)
    if fault := identifier_fault(note, None if is_prior else decided_on):
        raise Impossible(fault, field="note")
    if note.strip():
        return
    missing = _note_asked(changed, current)
    if missing is not None:
        raise Impossible(missing, field="note")


def _note_asked(
    changed: Mapping[Subject, Answer], current: Iterable[ResultFacts]
) -> Message | None:
    """Return what a note has to say about what changes, or None where it needs none."""
    if any(kind is ResultKind.PRIOR_LEARNING for kind, _subject in changed):
        return say("Say which evidence of the prior learning was seen, and by whom.")
    if any(answer.act is ResultAct.CORRECTED for answer in changed.values()):
        return say("Say why the rating of that day is corrected.")
    if any(answer.act is ResultAct.WITHDRAWN for answer in changed.values()):
        return say("Say why the reported attendance is taken back.")
    figures = {each for each in changed if each[0] is not ResultKind.COMPETENCE}
    if figures & {(each.kind, each.subject) for each in current}:
        return say("Say why a recorded figure changes, and where the new one comes from.")
    if any(kind is ResultKind.ATTENDANCE for kind, _subject in figures):
        return say(
            "Say where the attendance comes from: it takes the place of the registers and is printed"
            " as reported."
        )
    if figures:
        return say("Say which pieces of evidence were accepted, and by whom.")
    return None


def prior_learning_lines(current: Sequence[ResultFacts]) -> list[LedgerLine]:
    """Return a ledger line for each prior learning that was accepted, on the day of the decision."""
    return [
        LedgerLine(
            entry=f"prior-{each.id}",
            session=f"prior-{each.id}",
            trainee=each.enrolment_id,
            held_on=each.decided_on,
            activity=each.subject,
            minutes=each.amount,
            is_prior_learning=True,
        )
        for each in current
        if each.kind is ResultKind.PRIOR_LEARNING and each.amount
    ]


def outcomes_of(current: Sequence[ResultFacts]) -> list[Outcome]:
    """Return everything else that stands, as the engine's outcomes."""
    found: list[Outcome] = []
    for each in current:
        trainee = each.enrolment_id
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
