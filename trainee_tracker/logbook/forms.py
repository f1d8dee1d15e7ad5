"""The forms of the log: the shape of what is entered. Whether it can be is a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.clock import today
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    Form,
    LineField,
    MinutesField,
    NoteField,
    RequestIdField,
    WholeNumberField,
)
from trainee_tracker.filters import longdate
from trainee_tracker.hours import wording
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rules import REASON_LENGTH
from trainee_tracker.hours.sessions.asked import Asked
from trainee_tracker.hours.sessions.queries import Choices
from trainee_tracker.hours.sessions.rules import (
    NEW_CASE,
    NOTE_LENGTH,
    PROBLEM_LENGTH,
    Approval,
    Mode,
    Observed,
    RoleInSession,
    SessionFacts,
    SessionFormat,
    Setting,
    faults_of,
    relevant,
)

TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
OTHER_DAY: Final = "other"
NOT_SEEN: Final = "no"
MANY: Final = 1_000_000
"""More than any rule allows: these fields leave it to the rule to say how much can be."""


class SessionForm(Form):
    """What a trainee says happened. Built by `session_form`, which knows what can be chosen."""

    request_id = RequestIdField()
    day = ChipsField(
        _l("When was it?"),
        choices=[
            (TODAY, _l("Today")),
            (YESTERDAY, _l("Yesterday")),
            (OTHER_DAY, _l("Another day")),
        ],
        default=TODAY,
        needed=_l("Choose the day of the session"),
    )
    other_day = CivilDateField(_l("Which day?"))
    activity = ChipsField(_l("What did you do?"), needed=_l("Choose what you did"))
    is_attended = ChipsField(
        _l("Did they come?"),
        choices=[("yes", _l("Yes")), ("no", _l("No, nobody came"))],
        default="yes",
    )
    minutes = MinutesField(_l("How many minutes?"), at_least=0, at_most=MANY)
    format = ChipsField(_l("Who was there?"), choices=list(wording.FORMATS.items()))
    role = ChipsField(_l("Your part"), choices=list(wording.ROLES.items()))
    case = ChoiceField(_l("Case code"), blank=_l("Choose a case"), coerce=int)
    problem = LineField(_l("Type of problem"), longest=PROBLEM_LENGTH)
    present = WholeNumberField(_l("How many people were supervised?"), at_least=0, at_most=MANY)
    case_of_supervision = ChoiceField(
        _l("Which case was it about?"), blank=_l("No one case"), coerce=int
    )
    observed = ChipsField(
        _l("Did somebody else see this work?"),
        choices=[
            (NOT_SEEN, _l("No")),
            (Observed.LIVE, _l("Yes, live")),
            (Observed.RECORDED, _l("Yes, on a recording")),
            (Observed.REPORTED, _l("No, I reported it")),
        ],
        default=NOT_SEEN,
    )
    mode = ChipsField(
        _l("How did you meet?"),
        choices=list(wording.MODES.items()),
        default=Mode.IN_ROOM,
        needed=_l("Choose how you met"),
    )
    site = ChoiceField(_l("Where?"), blank=_l("Somewhere else"), coerce=int)
    supervisor = ChoiceField(
        _l("Who signs it off?"),
        blank=_l("Choose a supervisor"),
        coerce=int,
        needed=_l("Choose the supervisor who signs it off"),
    )
    note = NoteField(_l("A short reflection"), longest=NOTE_LENGTH)

    asked = Asked((), (), ())
    """What the course asks beyond the usual, as `session_form` found it."""
    problems: Sequence[str] = ()
    """The types of problem named before, to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave "optional" to what may really stay empty: a rule asks for the rest."""
        super().__init__(*args, **kwargs)
        for field in self:
            field.flags.optional = field.name in {"note", "problem", "case_of_supervision"}

    @property
    def held_on(self) -> date | None:
        """The day that was chosen, if any."""
        if self.day.data == OTHER_DAY:
            return cast("date | None", self.other_day.data)
        return today() - timedelta(days=self.day.data == YESTERDAY)

    @property
    def other_parts(self) -> list[Any]:
        """The fields for the others who took part."""
        return [field for field in self if field.name.startswith("with_")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for the day where another one was chosen."""
        valid = super().validate(extra_validators)
        if valid and self.held_on is None:
            self.other_day.errors = [_("Enter the day, for example 22 November 2026")]
            return False
        return valid

    def facts(self) -> SessionFacts:
        """Return what was entered; answers that were not offered are left out."""
        assert self.held_on is not None  # noqa: S101  (`validate` has asked for it)
        return SessionFacts(
            held_on=self.held_on,
            activity=self.activity.data,
            minutes=self.minutes.data or 0,
            supervisor_id=self.supervisor.data,
            mode=_one_of(Mode, self.mode.data) or Mode.IN_ROOM,
            role=_one_of(RoleInSession, self.role.data),
            format=_one_of(SessionFormat, self.format.data),
            site_id=self.site.data,
            case_code_id=self._case.data,
            present=self.present.data or 0,
            is_attended=self.is_attended.data != "no",
            # None when not even one field was sent.
            note=self.note.data or "",
            problem=self.problem.data or None,
            observed=_one_of(Observed, self.observed.data),
        )

    @property
    def _case(self) -> ChoiceField:
        """The field that says which case it was about: supervision asks in words of its own."""
        is_supervision = self.activity.data in self.asked.case_of_supervision
        return self.case_of_supervision if is_supervision else self.case

    def with_others(self) -> dict[int, RoleInSession | None]:
        """Return the part of each other enrolment that took part in a session with a family."""
        return {
            int(field.name.removeprefix("with_")): RoleInSession(field.data)
            for field in self.other_parts
            # Asked for while the form is still being checked: anything may have been sent.
            if field.data in set(RoleInSession)
        }

    def show_further_faults(self, setting: Setting) -> None:
        """Also say what the rules would say, so that a person corrects everything at once.

        For a form whose fields cannot all be read: those keep the sentence they have.
        """
        if None in (self.held_on, self.activity.data, self.supervisor.data, self.mode.data):
            return
        faults = faults_of(relevant(self.facts(), setting.terms), setting)
        self.show_faults(
            {
                fault: sentence
                for fault, sentence in faults.items()
                if not self[self._field_name(fault)].errors
            }
        )

    def _field_name(self, fault: str) -> str:
        """Return the field that shows a fault of the facts."""
        names = {
            "held_on": "other_day" if self.day.data == OTHER_DAY else "day",
            "case_code_id": str(self._case.name),
            "site_id": "site",
            "supervisor_id": "supervisor",
        }
        return names.get(fault, fault)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put the sentences of the rules beside the fields that they are about."""
        for fault, sentence in faults.items():
            name = self._field_name(fault)
            if name in self:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.refuse(sentence)


class CorrectSessionForm(SessionForm):
    """A session told again, and why."""

    reason = NoteField(
        _l("What do you correct, and why?"),
        longest=REASON_LENGTH,
        needed=_l("Say what you correct and why"),
    )


class WithdrawHoursForm(Form):
    """Taking an entry back."""

    reason = NoteField(
        _l("Why do you withdraw it?"),
        longest=REASON_LENGTH,
        needed=_l("Say why you withdraw it"),
    )


FormKind = TypeVar("FormKind", bound=SessionForm)
Answer = TypeVar("Answer", bound=StrEnum)


def session_form(
    kind: type[FormKind],
    setting: Setting,
    choices: Choices,
    *,
    others: Sequence[tuple[int, str]] = (),
    last: HoursEntry | None = None,
    filled: Mapping[str, Any] | None = None,
) -> FormKind:
    """Return a form that offers what this trainee can choose.

    `others` are the enrolments and names of those who may have taken part. What is asked every
    time and hardly changes is taken from the `last` entry; `filled` is what to fill in besides.
    """
    parts = {
        f"with_{enrolment_id}": ChoiceField(
            name, choices=list(wording.ROLES.items()), blank=_l("Did not take part")
        )
        for enrolment_id, name in others
    }
    whole = type(kind.__name__, (kind,), parts)
    form = whole(data={**_defaults(setting, choices, last), **(filled or {})})
    titles = setting.terms.activity_titles
    form.activity.choices = [(key, titles[key]) for key in setting.activities]
    form.case.choices = [
        (NEW_CASE, _("Start a new case: we make its code")),
        *(
            (case.id, wording.case_choice(case.code, case.format, case.sessions))
            for case in choices.cases
        ),
    ]
    form.case_of_supervision.choices = form.case.choices[1:]
    form.asked, form.problems = setting.asked, choices.problems
    form.site.choices = choices.sites
    form.supervisor.choices = list(_supervisors(choices.approvals, setting.today).items())
    return cast(FormKind, form)


def filled_again(entry: HoursEntry) -> dict[str, Any]:
    """Return what "same as last time" fills in: all but the day and the note."""
    session = entry.session
    return {
        "activity": session.activity,
        "minutes": entry.minutes or None,
        "format": session.format,
        "role": entry.role,
        "case": session.case_code_id,
        "case_of_supervision": session.case_code_id,
        "problem": session.problem,
        "observed": session.observed or NOT_SEEN,
        "present": session.present,
        "mode": session.mode,
        "site": session.site_id,
        "supervisor": session.supervisor_id,
    }


def filled_to_correct(entry: HoursEntry) -> dict[str, Any]:
    """Return what a form to correct `entry` fills in: all that it says."""
    days = {today(): TODAY, today() - timedelta(days=1): YESTERDAY}
    return {
        **filled_again(entry),
        "minutes": entry.minutes,
        "day": days.get(entry.session.held_on, OTHER_DAY),
        "other_day": entry.session.held_on,
        "is_attended": "yes" if entry.session.is_attended else "no",
        "note": entry.note,
    }


def _one_of(kind: type[Answer], chosen: str | None) -> Answer | None:
    """Return the answer chosen, or None for none and for one that was not offered."""
    return next((answer for answer in kind if answer.value == chosen), None)


def _defaults(setting: Setting, choices: Choices, last: HoursEntry | None) -> dict[str, Any]:
    supervisors = _supervisors(choices.approvals, setting.today)
    practice = [key for key in setting.activities if setting.terms.covers("practice", key)]
    defaults: dict[str, Any] = {
        "activity": practice[0] if practice else None,
        "site": choices.sites[0][0] if len(choices.sites) == 1 else None,
        "supervisor": next(iter(supervisors)) if len(supervisors) == 1 else None,
        "case": None if choices.cases else NEW_CASE,
    }
    if last is not None:
        defaults |= {
            "activity": last.session.activity,
            "mode": last.session.mode,
            "site": last.session.site_id,
        }
        usual = last.session.supervisor_id
        if any(a.supervisor_id == usual and a.covers(setting.today) for a in choices.approvals):
            defaults["supervisor"] = usual
    return defaults


def _supervisors(approvals: Iterable[Approval], day: date) -> dict[int, str]:
    """Return the supervisors approved by `day`, those approved no longer with their last day."""
    begun = [approval for approval in approvals if approval.approved_from <= day]
    offered = {
        approval.supervisor_id: _(
            "%(name)s, until %(date)s",
            name=approval.name,
            date=longdate(approval.approved_until),
        )
        for approval in begun
        if approval.approved_until is not None
    }
    current = [approval for approval in begun if approval.covers(day)]
    return offered | {approval.supervisor_id: approval.name for approval in current}
