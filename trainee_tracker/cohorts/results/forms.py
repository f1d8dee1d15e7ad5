"""What is asked of whoever records evidence, competence, prior learning and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker import clock
from trainee_tracker.accreditation.vocabulary import LEVELS_ALONE
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.results.rules import (
    AMOUNTS,
    LONGEST_NOTE,
    Answer,
    Question,
    ResultAct,
    ResultFacts,
    ResultKind,
    Subject,
    changes,
    ensure_noted,
    latest_of,
)
from trainee_tracker.fields import (
    ChoiceField,
    CivilDateField,
    MinutesField,
    NoteField,
    TickField,
    WholeNumberField,
)
from trainee_tracker.form import ActForm, HiddenNumberField
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from wtforms import Field

    from trainee_tracker.cohorts.results.queries import RecordedResult

KIND_WORDS: Final[Mapping[ResultKind, Message]] = {
    ResultKind.COMPETENCE: say("Competence seen"),
    ResultKind.EVIDENCE: say("Evidence accepted"),
    ResultKind.PRIOR_LEARNING: say("Prior learning accepted"),
    ResultKind.ATTENDANCE: say("Attendance reported"),
}


@dataclass(frozen=True)
class AskedResult:
    """A question of the course with its field, and the tick that belongs to it, if any.

    For a competence that is the one about harm, for attendance that was reported the one that
    takes it back. `latest` is what counts now.
    """

    question: Question
    field: Field
    harm: Field | None
    withdraw: Field | None
    latest: ResultFacts | None


class RecordResultsForm(ActForm):
    """What was decided about one trainee; the course's own questions are added by `record_results_form`."""

    last_seen = HiddenNumberField()
    decided_on = CivilDateField(
        _l("On which day was it decided or seen?"),
        not_before=rules.EARLIEST,
        not_after=clock.today,
        default=clock.today,
        needed=_l("Enter the day of the decision"),
    )
    corrects = TickField(_l("These ratings correct those already recorded for this day"))
    note = NoteField(_l("What is it based on, and why does it change?"), longest=LONGEST_NOTE)

    asked: Sequence[AskedResult] = ()
    standing: Sequence[ResultFacts] = ()
    last = 0

    @property
    def may_correct(self) -> bool:
        """Whether a rating stands that could be corrected."""
        return any(each.harm is not None and each.latest is not None for each in self.asked)

    def answers(self) -> dict[Subject, Answer]:
        """Return what was answered, by subject; what was left empty is not decided."""
        return {
            (each.question.kind, each.question.subject): self._answer(each)
            for each in self.asked
            if each.field.data is not None or (each.withdraw is not None and each.withdraw.data)
        }

    def _answer(self, asked: AskedResult) -> Answer:
        if asked.withdraw is not None and asked.withdraw.data:
            return Answer(0, act=ResultAct.WITHDRAWN)
        if asked.harm is None:
            return Answer(asked.field.data)
        act = ResultAct.CORRECTED if self.corrects.data else ResultAct.RECORDED
        return Answer(asked.field.data, bool(asked.harm.data), act)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that harm that was seen has its level."""
        valid = super().validate(extra_validators)
        for each in self.asked:
            if each.harm is not None and each.harm.data and each.field.data is None:
                each.field.errors = [*each.field.errors, _("Choose the level that was seen too")]
                valid = False
        is_rated = any(each.harm is not None and each.field.data is not None for each in self.asked)
        if self.corrects.data and not is_rated:
            self.corrects.errors = [_("Choose the level that should stand instead")]
            valid = False
        return valid and self._is_noted()

    def _is_noted(self) -> bool:
        """Tell whether what is new says what it was based on; a page that is stale shows so."""
        if self.last_seen.data != self.last:
            return True
        day = self.decided_on.data
        try:
            new = changes(self.answers(), day, self.standing)
            ensure_noted(new, self.standing, day, self.note.data)
        except Refused as refusal:
            self.note.errors = [speak(refusal.message)]
            return False
        return True


def record_results_form(
    questions: Iterable[Question], recorded: Sequence[RecordedResult]
) -> RecordResultsForm:
    """Return the form of one trainee, with the figures that stand; a competence is rated afresh.

    `recorded` is everything recorded so far, the newest first.
    """

    class BoundRecordResultsForm(RecordResultsForm):
        pass

    standing = [each.facts for each in recorded if each.stands]
    latest = latest_of(standing)
    last_seen = recorded[0].facts.id if recorded else 0
    names: dict[Question, tuple[str, str | None, str | None]] = {}
    for question in questions:
        name = f"{question.kind}_{question.subject}".replace("-", "_")
        harm = f"harm_{name}" if question.kind is ResultKind.COMPETENCE else None
        stands = latest.get((question.kind, question.subject))
        setattr(BoundRecordResultsForm, name, _field(question, stands))
        if harm is not None:
            setattr(BoundRecordResultsForm, harm, TickField(_l("Harmful behaviour was seen")))
        is_reported = question.kind is ResultKind.ATTENDANCE and stands is not None
        withdraw = f"withdraw_{name}" if is_reported else None
        if withdraw is not None:
            setattr(BoundRecordResultsForm, withdraw, TickField(_l("Use the registers again")))
        names[question] = (name, harm, withdraw)
    form = BoundRecordResultsForm(data={"last_seen": last_seen})
    form.standing, form.last = standing, last_seen
    form.note.flags.optional = False
    for name, *_ticks in names.values():
        # Whatever is left empty is not decided: the page says so once.
        form[name].flags.optional = False
    form.asked = [
        AskedResult(
            question,
            form[name],
            form[harm] if harm is not None else None,
            form[withdraw] if withdraw is not None else None,
            latest.get((question.kind, question.subject)),
        )
        for question, (name, harm, withdraw) in names.items()
    ]
    return form


def _field(question: Question, stands: ResultFacts | None) -> Field:
    """Return the field of a question, filled with the figure that stands."""
    least, most = AMOUNTS[question.kind]
    label = question.title or _l("The whole course")
    if question.kind is ResultKind.COMPETENCE:
        return ChoiceField(
            label, coerce=int, choices=list(LEVELS_ALONE.items()), blank=_l("Not rated now")
        )
    kind = MinutesField if question.kind is ResultKind.PRIOR_LEARNING else WholeNumberField
    figure = stands.amount if stands is not None else None
    return kind(label, at_least=least, at_most=most, default=figure)
