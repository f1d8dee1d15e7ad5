"""What every part of a course is, in words: the one table that the editor's pages are made from.

What is said of requirements and limits is known to `courses/kinds/`; the form of each follows from
the fields of its dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.courses.kinds.limits import LIMIT_WORDS
from trainee_tracker.courses.kinds.requirements import REQUIREMENT_WORDS
from trainee_tracker.editor.words.structure import STRUCTURE_WORDS

if TYPE_CHECKING:
    from flask_babel import LazyString

    from trainee_tracker.courses.kinds.shape import PartWords

WORDS: dict[type, PartWords] = {**STRUCTURE_WORDS, **REQUIREMENT_WORDS, **LIMIT_WORDS}
"""The words of every dataclass that the editor edits."""


@dataclass(frozen=True)
class SectionWords:
    """What a section of the editor is called, what it holds, and how one more is added."""

    title: LazyString
    explanation: LazyString
    add: LazyString | None = None
    empty: LazyString | None = None


SECTIONS: dict[str, SectionWords] = {
    "basics": SectionWords(
        _l("Names and length"),
        _l("What the course and its award are called, and how long its weeks and hours are."),
    ),
    "requirements": SectionWords(
        _l("What the award asks for"),
        _l("Each requirement must be met before the award can be issued."),
        _l("Add a requirement"),
    ),
    "limits": SectionWords(
        _l("What does not count"),
        _l("A limit takes time away that is otherwise good, and tells the trainee why."),
        _l("Add a limit"),
        _l("Every hour that is signed off counts."),
    ),
    "activities": SectionWords(
        _l("Activities"),
        _l(
            "What trainees spend time on. The first ones are shared by all courses, so that hours "
            "can be compared; put your own below them."
        ),
        _l("Add an activity"),
    ),
    "credits": SectionWords(
        _l("Time in a group"),
        _l("How much of a shared session, such as group supervision, counts for each person."),
        _l("Add a rule for an activity"),
        _l("Everybody in a group is credited the whole time."),
    ),
    "modules": SectionWords(
        _l("Modules"),
        _l("The parts of the course that are passed or not yet passed."),
        _l("Add a module"),
        _l("The course has no modules."),
    ),
    "governance": SectionWords(
        _l("Checks"),
        _l("What both sides check, and which work does not count on a day without it."),
        _l("Add a check"),
        _l("The course needs no checks."),
    ),
    "competences": SectionWords(
        _l("Competences"),
        _l("What a trainee is seen to do, rated on four levels."),
        _l("Add a competence"),
        _l("No competence is observed and rated."),
    ),
    "evidence": SectionWords(
        _l("Work that is handed in"),
        _l("Kinds of work that are accepted and counted, such as case studies."),
        _l("Add a kind of work"),
        _l("No work is handed in and counted."),
    ),
    "translations": SectionWords(
        _l("Translations"),
        _l("The titles of the course in other languages, for certificates."),
        _l("Add a language"),
        _l("Certificates print the titles in one language."),
    ),
    "source": SectionWords(
        _l("Where these rules come from"),
        _l("Whose rules the course follows and where anybody can read them."),
    ),
}
"""The sections of the editor, in the order in which they are shown."""
