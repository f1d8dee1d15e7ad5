"""The words for what a course consists of: its names, activities, modules, checks and the rest."""

from __future__ import annotations

from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.unchecked_terms import (
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
from trainee_tracker.messages import say

STRUCTURE_WORDS: dict[type, PartWords] = {
    Basics: PartWords(
        say("Names and length"),
        say("What the course and its award are called, and how long its weeks and hours are."),
        fields={
            "title": FieldWords(
                say("Title of the course"), say("Trainees see it, and certificates print it.")
            ),
            "award": FieldWords(
                say("Title of the award"), say("What the certificate says somebody has earned.")
            ),
            "award_wording": FieldWords(
                say("Sentence of achievement on the certificate"),
                say("Leave it empty for the usual sentence."),
            ),
            "weeks": FieldWords(
                say("How many weeks of teaching?"), say("Only suggests a timetable for a cohort.")
            ),
            "session_minutes": FieldWords(
                say("How long is a class?"), say("Only suggests a timetable for a cohort.")
            ),
            "hour_minutes": FieldWords(
                say("How many minutes are an hour of this course?"),
                say(
                    "Usually 60. Some bodies call 50 or 45 minutes an hour. Figures that are "
                    "entered already keep their minutes, and are shown in hours of the new length."
                ),
            ),
        },
    ),
    Source: PartWords(
        say("Where these rules come from"),
        say("Whose rules the course follows, and where and when they were read."),
        fields={
            "body": FieldWords(
                say("Whose rules are they?"),
                say("For example an accrediting body, or your own partnership."),
            ),
            "where": FieldWords(
                say("Where were they read?"),
                say("For example the address of a page, or a document."),
            ),
            "read_on": FieldWords(say("When were they read?")),
            "verified": FieldWords(
                say("Can anybody read them there?"),
                say("If not, pages and certificates show the rules as unverified."),
            ),
        },
    ),
    Activity: PartWords(
        say("Activity"),
        say(
            "Something that trainees spend time on and log. One that lies below another counts "
            "for both: an hour in the family clinic is an hour of practice too."
        ),
        say("A family clinic below practice; live supervision below supervision."),
        {
            "parent": FieldWords(
                say("Where does it belong?"),
                say("Below another activity, or as one of those that all courses share."),
            ),
            "roles": FieldWords(
                say("In which parts does a trainee’s time count?"),
                say(
                    "Tick none and every part counts, or what the activity above it says. For "
                    "example, a course in the style of COAMFTE counts nothing for the team "
                    "behind the mirror."
                ),
            ),
        },
    ),
    Module: PartWords(say("Module"), say("A part of the course that is passed or not yet passed.")),
    Competence: PartWords(
        say("Competence"),
        say(
            "Something that a trainee is seen to do, for example in a role play, and that is "
            "rated on four levels."
        ),
        say("“Listens without judging” (after WHO EQUIP, which rates lay helpers so)."),
    ),
    EvidenceKind: PartWords(
        say("Kind of work"),
        say("Work that is handed in and accepted. A requirement says how many are asked for."),
        say("Case studies; reflective logs."),
    ),
    GovernanceNeed: PartWords(
        say("Check"),
        say(
            "Something that both sides sign for each trainee. On a day without it, time spent on "
            "the activities that you tick does not count."
        ),
        say("Enhanced DBS check, without which practice with families does not count."),
        {
            "title": FieldWords(
                say("What do you call it?"),
                say(
                    "Use the usual name, such as “Enhanced DBS check”, and records that somebody "
                    "has already are recognised."
                ),
            ),
            "activities": FieldWords(
                say("What does not count on a day without it?"),
                say(
                    "Tick none and it stops nothing by itself; a requirement can still ask for it."
                ),
            ),
        },
    ),
    GroupCredit: PartWords(
        say("Rule for time in a group"),
        say(
            "How much of a session that several people share counts for each of them. One person "
            "alone is always credited in full. It holds for everything below the activity that "
            "has no rule of its own."
        ),
        say(
            "BABCP: two hours with four supervisees count one hour for each, in groups of at most "
            "four (babcp.com)."
        ),
        {
            "activity": FieldWords(say("For which activity?")),
            "kind": FieldWords(say("How is the time credited?")),
            "largest_group": FieldWords(
                say("How many people may share a session?"),
                say("Supervisees. Nothing counts in a larger group. Leave empty for no limit."),
            ),
        },
    ),
    Translation: PartWords(
        say("Translation"),
        say(
            "The titles of the course and its award in another language. A certificate prints "
            "them beside the others for somebody whose name is kept in that language."
        ),
        None,
        {
            "language": FieldWords(say("Which language?")),
            "title": FieldWords(say("Title of the course in that language")),
            "award": FieldWords(say("Title of the award in that language")),
        },
    ),
}
"""The words of each dataclass that is neither a requirement nor a limit."""
