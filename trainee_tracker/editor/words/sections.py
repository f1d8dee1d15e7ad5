"""What every part of a course is, in words: the one table that the editor's pages are made from.

What is said of requirements and limits is known to `courses/kinds/`; the form of each follows from
the fields of its dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainee_tracker.courses.kinds.limits import LIMIT_WORDS
from trainee_tracker.courses.kinds.requirements import REQUIREMENT_WORDS
from trainee_tracker.editor.words.structure import STRUCTURE_WORDS
from trainee_tracker.messages import Message, say

if TYPE_CHECKING:
    from trainee_tracker.courses.kinds.shape import PartWords

WORDS: dict[type, PartWords] = {**STRUCTURE_WORDS, **REQUIREMENT_WORDS, **LIMIT_WORDS}
"""The words of every dataclass that the editor edits."""


@dataclass(frozen=True)
class SectionWords:
    """What a section of the editor is called, what it holds, and how one more is added."""

    title: Message
    explanation: Message
    add: Message | None = None
    empty: Message | None = None


SECTIONS: dict[str, SectionWords] = {
    "basics": SectionWords(
        say("Names and length"),
        say("What the course and its award are called, and how long its weeks and hours are."),
    ),
    "requirements": SectionWords(
        say("What the award asks for"),
        say("Each requirement must be met before the award can be issued."),
        say("Add a requirement"),
    ),
    "limits": SectionWords(
        say("What does not count"),
        say("A limit takes time away that is otherwise good, and tells the trainee why."),
        say("Add a limit"),
        say("Every hour that is signed off counts."),
    ),
    "activities": SectionWords(
        say("Activities"),
        say(
            "What trainees spend time on. The first ones are shared by all courses, so that hours "
            "can be compared; put your own below them."
        ),
        say("Add an activity"),
    ),
    "credits": SectionWords(
        say("Time in a group"),
        say("How much of a shared session, such as group supervision, counts for each person."),
        say("Add a rule for an activity"),
        say("Everybody in a group is credited the whole time."),
    ),
    "modules": SectionWords(
        say("Modules"),
        say("The parts of the course that are passed or not yet passed."),
        say("Add a module"),
        say("The course has no modules."),
    ),
    "governance": SectionWords(
        say("Checks"),
        say("What both sides check, and which work does not count on a day without it."),
        say("Add a check"),
        say("The course needs no checks."),
    ),
    "competences": SectionWords(
        say("Competences"),
        say("What a trainee is seen to do, rated on four levels."),
        say("Add a competence"),
        say("No competence is observed and rated."),
    ),
    "evidence": SectionWords(
        say("Work that is handed in"),
        say("Kinds of work that are accepted and counted, such as case studies."),
        say("Add a kind of work"),
        say("No work is handed in and counted."),
    ),
    "translations": SectionWords(
        say("Translations"),
        say("The titles of the course in other languages, for certificates."),
        say("Add a language"),
        say("Certificates print the titles in one language."),
    ),
    "source": SectionWords(
        say("Where these rules come from"),
        say("Whose rules the course follows and where anybody can read them."),
    ),
}
"""The sections of the editor, in the order in which they are shown."""
