"""The editor's forms, made from the fields of a part's dataclass and the words about it.

What can be chosen comes from the draft: its activities, modules, checks. Times are asked for in
hours of the course and minutes, and kept as minutes of the clock.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from trainee_tracker import clock
from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.term_faults import NAMED_BY
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.courses.kinds.answers import CHOICE_WORDS
from trainee_tracker.courses.words import COURSE_WORDS
from trainee_tracker.editor.contents import (
    NAMES,
    SINGLE,
    name_of,
    parts_of,
    place_of,
    single_of,
)
from trainee_tracker.editor.parts import rules
from trainee_tracker.editor.parts.fields import DurationField, TicksField
from trainee_tracker.editor.rules import DOWN, LONGEST_SENTENCE, LONGEST_TITLE, UP
from trainee_tracker.editor.words.sections import WORDS
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    PrintedField,
    WholeNumberField,
)
from trainee_tracker.form import ActForm, DigestField
from trainee_tracker.messages import Own, say
from trainee_tracker.people.forms import name_languages
from trainee_tracker.refusals import Refused, Stale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_tracker.accreditation.terms import Terms
    from trainee_tracker.messages import Message

KEEP = "keep"
"""A figure that was read in a source stays verified, unless it is changed."""

EACH = "each"
"""The answer where none of a field's words is meant."""

YES_OR_NO = [("yes", say("Yes")), ("no", say("No"))]
KEPT_UNLESS_CHANGED = [
    (KEEP, say("Yes, as it stands now")),
    ("yes", say("Yes, with what I change")),
    ("no", say("No")),
]

VOCABULARIES = {
    "roles": vocabulary.ROLES,
    "formats": vocabulary.FORMATS,
    "modes": vocabulary.MODES,
    "observed": vocabulary.OBSERVED,
}


@dataclass(frozen=True)
class Editing:
    """What is being edited: a part of `kind` in `section`, or a new one where `part` is None."""

    terms: Terms
    section: str
    kind: type
    part: Any = None

    @property
    def fields(self) -> list[Field[Any]]:
        """Return the fields that are asked about, `verified` last; a part keeps its name."""
        fixed = {"key", "item"}
        if self.part is not None:
            fixed.add(NAMED_BY.get(self.section, "key"))
        asked = [each for each in fields(self.kind) if each.name not in fixed]
        return sorted(asked, key=lambda each: each.name == "verified")

    def lists_missing(self) -> list[str]:
        """Return the lists that are empty and of which this kind has to name something."""
        return [
            NAMES[each.name]
            for each in self.fields
            if each.default is MISSING and each.name in NAMES and not _choices(self, each.name)
        ]


class DraftForm(ActForm):
    """What every form of the editor carries: its id, and the digest of the draft that was shown."""

    digest = DigestField()

    def refuse(self, refusal: Refused | Message) -> None:
        """Show a refusal; whoever was told that the draft is another now may press once more."""
        super().refuse(refusal)
        if isinstance(refusal, Stale):
            self.digest.data = ""

    def show(self, digest: str) -> None:
        """Keep the digest of the draft that the page shows, unless an older one was sent."""
        self.digest.data = self.digest.data or digest


class MovePartForm(DraftForm):
    """Which way a part moves in its list."""

    to = ChoiceField(choices=[("up", UP), ("down", DOWN)], needed=say("Choose one"))


class RemovePartForm(DraftForm):
    """That a part is taken out."""


class EditForm(DraftForm):
    """A form whose fields are those of what is edited."""

    what: Editing

    def validate(self, extra_validators: Any = None) -> bool:
        """Also hold that one of two amounts is given where a kind needs one."""
        return super().validate(extra_validators) and _has_one_amount(self)


def edit_section_form(terms: Terms, section: str) -> EditForm:
    """Return the form of a section that says one thing, filled with what it says now."""
    return _edit_form(Editing(terms, section, SINGLE[section], single_of(terms, section)))


def add_part_form(terms: Terms, section: str, kind: type) -> EditForm:
    """Return the form of a part that is new."""
    return _edit_form(Editing(terms, section, kind))


def change_part_form(terms: Terms, section: str, part: Any) -> EditForm:
    """Return the form of a part, filled with what it says now."""
    return _edit_form(Editing(terms, section, type(part), part))


def _edit_form(what: Editing) -> EditForm:
    made = {each.name: _field(what, each) for each in what.fields}
    fields_made = {name: made[name] for name in made if made[name]}
    kind = type("PartForm", (EditForm,), {**fields_made, "what": what})
    form: EditForm = kind(**_shown(what))
    return form


def _shown(what: Editing) -> dict[str, Any]:
    """Return the answers that a form begins with."""
    answers: dict[str, Any] = {}
    for each in what.fields:
        value = _now(what, each)
        if each.name == "verified":
            value = KEEP if what.part is not None and value else "no"
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        elif each.name == "parent" and value is not None:
            value = f"below:{value}"
        elif isinstance(value, tuple):
            value = list(value)
        elif value is None and get_origin(_types(what.kind)[each.name]) is Literal:
            value = EACH
        answers[each.name] = value
    return answers


def _now(what: Editing, each: Field[Any]) -> Any:
    if what.part is not None:
        return getattr(what.part, each.name)
    if each.name == "supervision" and "supervision" in what.terms.activity_titles:
        return "supervision"
    return None if each.default is MISSING else each.default


@cache
def _types(kind: type) -> dict[str, Any]:
    """Return the type of each field of a dataclass without its None."""
    found = {}
    for name, hint in get_type_hints(kind).items():
        members = [each for each in get_args(hint) if each is not NoneType]
        is_optional = NoneType in get_args(hint) and get_origin(hint) is not Literal
        found[name] = members[0] if is_optional else hint
    return found


def _field(what: Editing, each: Field[Any]) -> Any:
    """Return the form's field for a field of the dataclass, or None where nothing can be chosen."""
    words = WORDS[what.kind].about(each.name)
    question = words.question
    choose = _choose(question)
    rest: dict[str, Any] = {"label": question, "description": words.hint or ""}
    hint = _types(what.kind)[each.name]
    is_needed = each.default is MISSING
    if each.name == "verified":
        is_kept = what.part is not None and what.part.verified
        choices = KEPT_UNLESS_CHANGED if is_kept else YES_OR_NO
        return ChipsField(choices=choices, needed=choose, **rest)
    if hint is bool:
        return ChipsField(choices=YES_OR_NO, needed=choose, **rest)
    if get_origin(hint) is tuple:
        choices = _choices(what, each.name)
        needed = say("Tick at least one for “{question}”", question=question) if is_needed else None
        return TicksField(choices=choices, needed=needed, **rest) if choices else None
    if get_origin(hint) is Literal:
        choices = [(word, CHOICE_WORDS[each.name, word]) for word in get_args(hint)]
        if each.default is None:
            choices.insert(0, (EACH, say("No: for each trainee")))
        return ChipsField(choices=choices, needed=choose, **rest)
    if hint is date:
        return CivilDateField(
            needed=say("Enter a date, for example 22 November 2026"), not_after=clock.today, **rest
        )
    if hint is int:
        return _number(what, each, is_needed, rest)
    return _text(what, each, hint, is_needed, rest)


def _choose(question: Message) -> Message:
    """Return what is said of a question with answers to choose from, of which none was chosen."""
    return say("Choose an answer to “{question}”", question=question)


def _number(what: Editing, each: Field[Any], is_needed: bool, rest: dict[str, Any]) -> Any:
    if each.name == "level":
        choices = list(vocabulary.LEVELS_ALONE.items())
        return ChipsField(choices=choices, coerce=int, needed=say("Choose a level"), **rest)
    if each.name.endswith("minutes") and each.name != "hour_minutes":
        least = getattr(what.kind, "least", {})
        return DurationField(
            hour_minutes=what.terms.hour_minutes,
            at_least=least.get(each.name, 0 if each.default == 0 else 1),
            needed=say("Enter a time, for example 1 h 30 min") if is_needed else None,
            **rest,
        )
    at_most = {"percent": 100, "hour_minutes": 60}.get(each.name, 10_000)
    needed = say("Enter a whole number, for example 12") if is_needed else None
    return WholeNumberField(at_least=1, at_most=at_most, needed=needed, **rest)


def _text(what: Editing, each: Field[Any], hint: Any, is_needed: bool, rest: dict[str, Any]) -> Any:
    if issubclass(hint, StrEnum):
        choices = [(word.value, COURSE_WORDS[word.value]) for word in hint]
        return ChoiceField(choices=choices, needed=_choose(rest["label"]), **rest)
    if each.name == "language":
        taken = {other.language for other in what.terms.translations}
        languages = [pair for pair in name_languages() if pair[0] not in taken]
        return ChoiceField(choices=languages, needed=say("Choose the language"), **rest)
    if each.name in NAMES:
        choices = _choices(what, each.name)
        if not choices:
            return None
        needed = _choose(rest["label"]) if is_needed or each.name == "parent" else None
        blank = say("Choose one") if needed else say("Leave this open")
        return ChoiceField(choices=choices, needed=needed, blank=blank, **rest)
    longest = LONGEST_SENTENCE if each.name == "award_wording" else LONGEST_TITLE
    needed = say("Write an answer to “{question}”", question=rest["label"]) if is_needed else None
    return PrintedField(longest=longest, needed=needed, **rest)


def _choices(what: Editing, name: str) -> list[tuple[str, Any]]:
    """Return what a field may name, from the vocabulary or from the draft."""
    if name in VOCABULARIES:
        return [(word, COURSE_WORDS[word]) for word in VOCABULARIES[name]]
    if name == "parent":
        return _places(what)
    section = NAMES[name]
    parts = parts_of(what.terms, section)
    if name == "of":
        parts = tuple(part for part in parts if isinstance(part, MinimumMinutes))
    if what.section == "credits":
        taken = {credit.activity for credit in what.terms.credits}
        parts = tuple(part for part in parts if part.key not in taken)
    return [(name_of(section, part), part.title) for part in parts]


def _places(what: Editing) -> list[tuple[str, Any]]:
    """Return where an activity can hang: below another, or as a shared one that is missing."""
    own = frozenset[str]()
    if what.part is not None:
        if what.part.parent is None:
            return []
        own = rules.activities_below(what.terms, what.part.key)
    below = [
        (f"below:{each.key}", say("Below “{activity}”", activity=Own(each.title)))
        for each in what.terms.activities
        if each.key not in own
    ]
    if what.part is not None:
        return below
    missing = [key for key in vocabulary.ACTIVITIES if key not in what.terms.activity_titles]
    shared = [
        (f"shared:{key}", say("By itself, as “{activity}”", activity=vocabulary.ACTIVITIES[key]))
        for key in missing
    ]
    return [*below, *shared]


def part_of(form: EditForm, usual_items: Mapping[str, str]) -> Any:
    """Return the part that a valid form says; a changed figure is unverified unless said so.

    `usual_items` are keys of governance items by their titles in lower case.
    """
    what = form.what
    answers = {each.name: _answer(each, form) for each in what.fields if each.name in form}
    if what.kind is Activity and "parent" in answers:
        placed, name = answers["parent"].split(":")
        answers["parent"] = name if placed == "below" else None
        if placed == "shared":
            answers["key"] = name
    if what.part is not None:
        return _kept_if_verified(what.part, answers)
    named_by = NAMED_BY.get(what.section, "key")
    if named_by in {"key", "item"} and named_by not in answers:
        answers[named_by] = _new_key(what, answers["title"], usual_items)
    is_verified = answers.pop("verified", None)
    if is_verified is not None:
        answers["verified"] = is_verified == "yes"
    return what.kind(**answers)


def _new_key(what: Editing, title: str, usual_items: Mapping[str, str]) -> str:
    usual = usual_items.get(title.casefold()) if what.section == "governance" else None
    if usual and place_of(what.terms, what.section, usual) is None:
        return usual
    return rules.key_for(what.terms, what.section, title)


def _kept_if_verified(part: Any, answers: dict[str, Any]) -> Any:
    said = answers.pop("verified", None)
    changed = replace(part, **answers)
    if said is None:
        return changed
    is_verified = rules.is_same_figure(part, changed) if said == KEEP else said == "yes"
    return replace(changed, verified=is_verified)


def _answer(each: Field[Any], form: EditForm) -> Any:
    value = form[each.name].data
    if each.name == "verified":
        return value
    if isinstance(each.default, bool):
        return value == "yes"
    if isinstance(value, list):
        return tuple(value)
    if value in (None, "", EACH):
        return None if each.default is MISSING else each.default
    return value


def _has_one_amount(form: EditForm) -> bool:
    """Say whether just one of two amounts is given where a kind needs one, or say beside it why not."""
    either: tuple[str, str] | None = getattr(form.what.kind, "one_of", None)
    if either is None:
        return True
    given = [name for name in either if form[name].data is not None]
    if len(given) != 1:
        return _is_wrong(form, either[1], say("Answer just one of these two questions"))
    if "of" not in form:
        if given == ["percent"]:
            said = say("Add a requirement of hours first, or give a time instead")
            return _is_wrong(form, "percent", said)
        return True
    if (given == ["percent"]) != bool(form["of"].data):
        said = say("Choose a requirement if you give a percentage, and only then")
        return _is_wrong(form, "of", said)
    return True


def _is_wrong(form: EditForm, name: str, said: Message) -> Literal[False]:
    """Say beside a field what is wrong with its answer, and return that it is not good."""
    form.refuse(Refused(said, field=name))
    return False
