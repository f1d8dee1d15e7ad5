"""The words for what a course consists of: its names, activities, modules, checks and the rest."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Source,
    Translation,
)
from trainee_tracker.courses.kinds.shape import FieldWords, PartWords
from trainee_tracker.editor.contents import Basics

STRUCTURE_WORDS: dict[type, PartWords] = {
    Basics: PartWords(
        _l("Names and length"),
        _l("What the course and its award are called, and how long its weeks and hours are."),
        fields={
            "title": FieldWords(
                _l("Title of the course"), _l("Trainees see it, and certificates print it.")
            ),
            "award": FieldWords(
                _l("Title of the award"), _l("What the certificate says somebody has earned.")
            ),
            "award_wording": FieldWords(
                _l("Sentence of achievement on the certificate"),
                _l("Leave it empty for the usual sentence."),
            ),
            "weeks": FieldWords(
                _l("How many weeks of teaching?"), _l("Only suggests a timetable for a cohort.")
            ),
            "session_minutes": FieldWords(
                _l("How long is a class?"), _l("Only suggests a timetable for a cohort.")
            ),
            "hour_minutes": FieldWords(
                _l("How many minutes are an hour of this course?"),
                _l(
                    "Usually 60. Some bodies call 50 or 45 minutes an hour. Figures that are "
                    "entered already keep their minutes, and are shown in hours of the new length."
                ),
            ),
        },
    ),
    Source: PartWords(
        _l("Where these rules come from"),
        _l("Whose rules the course follows, and where and when they were read."),
        fields={
            "body": FieldWords(
                _l("Whose rules are they?"),
                _l("For example an accrediting body, or your own partnership."),
            ),
            "where": FieldWords(
                _l("Where were they read?"), _l("For example the address of a page, or a document.")
            ),
            "read_on": FieldWords(_l("When were they read?")),
            "verified": FieldWords(
                _l("Can anybody read them there?"),
                _l("If not, pages and certificates show the rules as unverified."),
            ),
        },
    ),
    Activity: PartWords(
        _l("Activity"),
        _l(
            "Something that trainees spend time on and log. One that lies below another counts "
            "for both: an hour in the family clinic is an hour of practice too."
        ),
        _l("A family clinic below practice; live supervision below supervision."),
        {
            "parent": FieldWords(
                _l("Where does it belong?"),
                _l("Below another activity, or as one of those that all courses share."),
            ),
            "roles": FieldWords(
                _l("In which parts does a trainee's time count?"),
                _l(
                    "Tick none and every part counts, or what the activity above it says. For "
                    "example, a course in the style of COAMFTE counts nothing for the team "
                    "behind the mirror."
                ),
            ),
        },
    ),
    Module: PartWords(_l("Module"), _l("A part of the course that is passed or not yet passed.")),
    Competence: PartWords(
        _l("Competence"),
        _l(
            "Something that a trainee is seen to do, for example in a role play, and that is "
            "rated on four levels."
        ),
        _l("“Listens without judging” (after WHO EQUIP, which rates lay helpers so)."),
    ),
    EvidenceKind: PartWords(
        _l("Kind of work"),
        _l("Work that is handed in and accepted. A requirement says how many are asked for."),
        _l("Case studies; reflective logs."),
    ),
    GovernanceNeed: PartWords(
        _l("Check"),
        _l(
            "Something that both sides sign for each trainee. On a day without it, time spent on "
            "the activities that you tick does not count."
        ),
        _l("Enhanced DBS check, without which practice with families does not count."),
        {
            "title": FieldWords(
                _l("What do you call it?"),
                _l(
                    "Use the usual name, such as “Enhanced DBS check”, and records that somebody "
                    "has already are recognised."
                ),
            ),
            "activities": FieldWords(
                _l("What does not count on a day without it?"),
                _l("Tick none and it stops nothing by itself; a requirement can still ask for it."),
            ),
        },
    ),
    GroupCredit: PartWords(
        _l("Rule for time in a group"),
        _l(
            "How much of a session that several people share counts for each of them. One person "
            "alone is always credited in full. It holds for everything below the activity that "
            "has no rule of its own."
        ),
        _l(
            "BABCP: two hours with four supervisees count one hour for each, in groups of at most "
            "four (babcp.com)."
        ),
        {
            "activity": FieldWords(_l("For which activity?")),
            "kind": FieldWords(_l("How is the time credited?")),
            "largest_group": FieldWords(
                _l("How many people may share a session?"),
                _l("Supervisees. Nothing counts in a larger group. Leave empty for no limit."),
            ),
        },
    ),
    Translation: PartWords(
        _l("Translation"),
        _l(
            "The titles of the course and its award in another language. A certificate prints "
            "them beside the others for somebody whose name is kept in that language."
        ),
        None,
        {
            "language": FieldWords(_l("Which language?")),
            "title": FieldWords(_l("Title of the course in that language")),
            "award": FieldWords(_l("Title of the award in that language")),
        },
    ),
}
"""The words of each dataclass that is neither a requirement nor a limit."""
