"""The forms of the log: the shape of what is entered. Whether it can be is a rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.accreditation.vocabulary import FORMATS_ALONE, MODES_ALONE, ROLES_ALONE
from trainee_tracker.clock import today
from trainee_tracker.cohorts.supervision.rules import Approval
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    LineField,
    MinutesField,
    NoteField,
    WholeNumberField,
)
from trainee_tracker.form import ActForm
from trainee_tracker.hours import wording
from trainee_tracker.hours.choices import Choices
from trainee_tracker.hours.rules import FaultyFacts
from trainee_tracker.hours.sessions.asked import Asked
from trainee_tracker.hours.sessions.rules import (
    NEW_CASE,
    NOTE_LENGTH,
    PROBLEM_LENGTH,
    Mode,
    Observed,
    RoleInSession,
    SessionFacts,
    SessionFormat,
    Setting,
    faults_of,
    relevant,
)
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.reasons import LONGEST_REASON
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
OTHER_DAY: Final = "other"
NOT_SEEN: Final = "no"
MANY: Final = 1_000_000
"""More than any rule allows: these fields leave it to the rule to say how much can be."""


class LogSessionForm(ActForm):
    """What a trainee says happened. Built by `session_form`, which knows what can be chosen."""

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
    format = ChipsField(_l("Who was there?"), choices=list(FORMATS_ALONE.items()))
    role = ChipsField(wording.PART_TAKEN, choices=list(ROLES_ALONE.items()))
    case = ChoiceField(wording.CASE_CODE, blank=_l("Choose a case"), coerce=int)
    problem = LineField(wording.PROBLEM, longest=PROBLEM_LENGTH)
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
        choices=list(MODES_ALONE.items()),
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

    setting: Setting
    """What a session is checked against, as `session_form` found it."""
    asked = Asked((), (), ())
    """What the course asks beyond the usual, as `session_form` found it."""
    problems: Sequence[str] = ()
    """The types of problem named before, to choose from."""
    practice: Sequence[str] = ()
    """The activities in which somebody is met."""
    supervision: Sequence[str] = ()
    """The activities in which such work is talked over."""

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
    def usual(self) -> list[Any]:
        """The fields whose answers hardly change: they stand folded, as long as nothing is amiss."""
        return [self.supervisor, self.site, self.mode]

    @property
    def usual_answers(self) -> list[Any]:
        """What is chosen in the usual fields, in words."""
        return [
            each.label for field in self.usual for each in field.iter_choices() if each.selected
        ]

    @property
    def usual_are_open(self) -> bool:
        """Whether the usual fields need somebody to look at them."""
        return not self.supervisor.data or any(field.errors for field in self.usual)

    @property
    def other_parts(self) -> list[Any]:
        """The fields for the others who took part."""
        return [field for field in self if field.name.startswith("with_")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for the day where another one was chosen, and say all that is wrong at once."""
        valid = super().validate(extra_validators)
        if valid and self.held_on is None:
            self.other_day.errors = [_("Enter the day, for example 22 November 2026")]
            valid = False
        if not valid:
            self._show_further_faults()
        return valid

    def facts(self) -> SessionFacts:
        """Return what was entered; answers that were not offered are left out."""
        return SessionFacts(**{fact: answer.read(self) for fact, answer in ANSWERS.items()})

    @property
    def case_asked(self) -> ChoiceField:
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

    def _show_further_faults(self) -> None:
        """Also say what the rules would say, beside the fields that have no sentence yet."""
        if None in (self.held_on, self.activity.data, self.supervisor.data, self.mode.data):
            return
        faults = faults_of(relevant(self.facts(), self.setting.terms), self.setting)
        self._show_faults(
            {fault: s for fault, s in faults.items() if not self[self._field_name(fault)].errors}
        )

    def _field_name(self, fault: str) -> str:
        """Return the field that shows a fault of the facts."""
        return ANSWERS[fault].shown_at(self) if fault in ANSWERS else fault

    def refuse(self, refusal: Refused | Message) -> None:
        """Show a refusal; faults of the facts stand beside the fields that they are about."""
        if isinstance(refusal, FaultyFacts):
            self._show_faults(refusal.faults)
        else:
            super().refuse(refusal)

    def _show_faults(self, faults: Mapping[str, Message]) -> None:
        """Put the sentences of the rules beside the fields that they are about."""
        for fault, sentence in faults.items():
            name = self._field_name(fault)
            if name in self:
                self[name].errors = [*self[name].errors, speak(sentence)]
            else:
                self.refuse(sentence)


@dataclass(frozen=True)
class Answer:
    """How one fact stands in the form: read from it, filled into it, and where its fault is shown."""

    read: Callable[[LogSessionForm], Any]
    fill: Callable[[Any], Mapping[str, Any]]
    shown_at: Callable[[LogSessionForm], str]


def _typed(name: str, *, empty: Any = None) -> Answer:
    """Return the answer of one field; `empty` where nothing was typed or the field was not sent."""

    def read(form: LogSessionForm) -> Any:
        given = form[name].data
        return empty if given is None or given == "" else given

    return Answer(read, lambda fact: {name: fact}, lambda _form: name)


def _chosen(name: str, kind: type[StrEnum], *, none: Any = None, unsaid: Any = None) -> Answer:
    """Return the answer of chips: `none` where nothing that was offered was chosen.

    `unsaid` is the chip that says None.
    """

    def read(form: LogSessionForm) -> Any:
        chosen = form[name].data
        return next((each for each in kind if each.value == chosen), none)

    return Answer(read, lambda fact: {name: unsaid if fact is None else fact}, lambda _form: name)


def _day_filled(day: date) -> dict[str, Any]:
    near = {today(): TODAY, today() - timedelta(days=1): YESTERDAY}
    return {"day": near.get(day, OTHER_DAY), "other_day": day}


ANSWERS: Final[Mapping[str, Answer]] = {
    "held_on": Answer(
        lambda form: form.held_on,
        _day_filled,
        lambda form: "other_day" if form.day.data == OTHER_DAY else "day",
    ),
    "activity": _typed("activity"),
    "minutes": _typed("minutes", empty=0),
    "supervisor_id": _typed("supervisor"),
    "mode": _chosen("mode", Mode, none=Mode.IN_ROOM),
    "role": _chosen("role", RoleInSession),
    "format": _chosen("format", SessionFormat),
    "site_id": _typed("site"),
    "case_code_id": Answer(
        lambda form: form.case_asked.data,
        lambda case_id: {"case": case_id, "case_of_supervision": case_id},
        lambda form: str(form.case_asked.name),
    ),
    "present": _typed("present", empty=0),
    "is_attended": Answer(
        lambda form: form.is_attended.data != "no",
        lambda came: {"is_attended": "yes" if came else "no"},
        lambda _form: "is_attended",
    ),
    "note": _typed("note", empty=""),
    "problem": _typed("problem"),
    "observed": _chosen("observed", Observed, unsaid=NOT_SEEN),
}
"""Every fact of a session, as the form asks for it."""

NEW_EVERY_TIME: Final = frozenset({"held_on", "is_attended", "note"})
"""The facts that "same as last time" does not fill in."""

HARDLY_CHANGES: Final = frozenset({"activity", "mode", "site_id"})
"""The facts that are taken from the last session without being asked to."""


def _filled(facts: SessionFacts, names: Collection[str]) -> dict[str, Any]:
    """Return what the fields of these facts are filled with."""
    filled: dict[str, Any] = {}
    for name in names:
        filled |= ANSWERS[name].fill(getattr(facts, name))
    return filled


class CorrectHoursForm(LogSessionForm):
    """A session told again, and why."""

    reason = NoteField(
        _l("What do you correct, and why?"),
        longest=LONGEST_REASON,
        needed=_l("Say what you correct and why"),
    )


class WithdrawHoursForm(ActForm):
    """Taking an entry back."""

    reason = NoteField(
        _l("Why do you withdraw it?"),
        longest=LONGEST_REASON,
        needed=_l("Say why you withdraw it"),
    )


FormKind = TypeVar("FormKind", bound=LogSessionForm)


def session_form(
    kind: type[FormKind],
    setting: Setting,
    choices: Choices,
    *,
    others: Sequence[tuple[int, str]] = (),
    last: SessionFacts | None = None,
    filled: Mapping[str, Any] | None = None,
) -> FormKind:
    """Return a form that offers what this trainee can choose.

    `others` are the enrolments and names of those who may have taken part. What is asked every
    time and hardly changes is taken from the `last` entry; `filled` is what to fill in besides.
    """
    parts = {
        f"with_{enrolment_id}": ChoiceField(
            name, choices=list(ROLES_ALONE.items()), blank=_l("Did not take part")
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
    form.setting, form.asked, form.problems = setting, setting.asked, choices.problems
    form.practice = setting.activities_within("practice")
    form.supervision = setting.activities_within("supervision")
    form.site.choices = choices.sites
    form.supervisor.choices = list(_supervisors(choices.approvals, setting.today).items())
    return cast(FormKind, form)


def filled_again(facts: SessionFacts) -> dict[str, Any]:
    """Return what "same as last time" fills in: all but the day and the note."""
    filled = _filled(facts, ANSWERS.keys() - NEW_EVERY_TIME)
    return {**filled, "minutes": facts.minutes or None}


def filled_to_correct(facts: SessionFacts) -> dict[str, Any]:
    """Return what a form that corrects these facts fills in: all that they say."""
    return _filled(facts, ANSWERS.keys())


def _defaults(setting: Setting, choices: Choices, last: SessionFacts | None) -> dict[str, Any]:
    supervisors = _supervisors(choices.approvals, setting.today)
    practice = setting.activities_within("practice")
    defaults: dict[str, Any] = {
        "activity": practice[0] if practice else None,
        "site": choices.sites[0][0] if len(choices.sites) == 1 else None,
        "supervisor": next(iter(supervisors)) if len(supervisors) == 1 else None,
        "case": None if choices.cases else NEW_CASE,
    }
    if last is not None:
        defaults |= _filled(last, HARDLY_CHANGES)
        usual = last.supervisor_id
        if any(a.supervisor_id == usual and a.covers(setting.today) for a in choices.approvals):
            defaults["supervisor"] = usual
    return defaults


def _supervisors(approvals: Iterable[Approval], day: date) -> dict[int, Message | str]:
    """Return the supervisors approved by `day`, those approved no longer with their last day."""
    begun = [each for each in approvals if each.approved_from <= day]
    offered: dict[int, Message | str] = {
        each.supervisor_id: say("{name}, until {day}", name=Own(each.name), day=each.approved_until)
        for each in begun
        if each.approved_until is not None
    }
    return offered | {each.supervisor_id: each.name for each in begun if each.covers(day)}
