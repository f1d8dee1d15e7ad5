"""The words for every kind of requirement: what has to be reached before the award."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.accreditation import kinds
from trainee_tracker.editor.words.shape import FieldWords, PartWords

PRACTICE = FieldWords(_l("Which activity is the practice?"), _l("With everything below it."))
EACH_CASE_SESSIONS = FieldWords(_l("How many sessions with each case, at least?"))
EACH_CASE_SUPERVISION = FieldWords(
    _l("How much supervision of each case, at least?"),
    _l("Counted where the supervision names the case. Leave empty if none is asked for."),
)

REQUIREMENT_WORDS: dict[type, PartWords] = {
    kinds.MinimumMinutes: PartWords(
        _l("A minimum of hours"),
        _l(
            "At least so much time that counts, for each trainee or for the whole group together. "
            "You can narrow it to some parts taken, kinds of session or ways of meeting."
        ),
        _l("AFT Intermediate: 60 h of practice (familytherapy.org.uk)."),
        {
            "pooled": FieldWords(
                _l("For the whole group together?"),
                _l("Leave it as it is and every trainee needs these hours."),
            ),
            "after_module": FieldWords(
                _l("Only time after this module is passed"),
                _l("Leave it empty and time before counts too."),
            ),
        },
    ),
    kinds.AttendancePercent: PartWords(
        _l("Attendance"),
        _l(
            "At least such a share of the classes was attended, in minutes. Only classes whose "
            "register is taken count as held."
        ),
        _l("One AFT-validated provider asks for 90 per cent (cfssw.org)."),
        {
            "each_module": FieldWords(
                _l("Must every module reach it by itself?"),
            ),
        },
    ),
    kinds.ModulesPassed: PartWords(
        _l("Modules passed"),
        _l("The modules that you tick are passed, each signed by whoever decides it."),
        _l("Every module of a qualifying course."),
    ),
    kinds.GovernanceInDate: PartWords(
        _l("Checks in date"),
        _l("The checks that you tick are in date on the day of the award."),
        _l("A supervision contract that is still in force (policy of a partnership)."),
        {
            "items": FieldWords(
                _l("Which checks?"), _l("Tick none and every check of the course is meant.")
            ),
        },
    ),
    kinds.SupervisionRatio: PartWords(
        _l("So much supervision for so much practice"),
        _l("Supervision keeps step with practice: over the whole course, monthly or weekly."),
        _l("BACP course: 1 h of supervision for every 8 h of practice (bacp.co.uk)."),
        {
            "activity": PRACTICE,
            "supervision_minutes": FieldWords(_l("How much supervision?")),
            "practice_minutes": FieldWords(_l("For how much practice?")),
            "per": FieldWords(_l("Looked at where?")),
        },
    ),
    kinds.RegularSupervision: PartWords(
        _l("Supervision in every month"),
        _l(
            "At least so much supervision in every month, or week, with practice. Practice in a "
            "month with less still counts; where it should not, add a limit instead."
        ),
        _l("NCPS: 1 h 30 min a month (ncps.com)."),
        {"activity": PRACTICE, "minutes": FieldWords(_l("How much supervision?"))},
    ),
    kinds.SupervisionCadence: PartWords(
        _l("Never too long without supervision"),
        _l("While somebody practises, there is supervision at least every so many days."),
        _l("BACP course: at least every two weeks, which is 14 days (bacp.co.uk)."),
        {"activity": PRACTICE, "days": FieldWords(_l("At least every how many days?"))},
    ),
    kinds.LeastElapsed: PartWords(
        _l("Spread over a time"),
        _l(
            "From the first to the last time that counts there are at least so many weeks or "
            "months. Give one of the two."
        ),
        _l("California LMFT: at least 104 weeks (camft.org)."),
        {
            "weeks": FieldWords(_l("How many weeks?"), _l("Leave empty if you give months.")),
            "months": FieldWords(_l("How many months?"), _l("Leave empty if you give weeks.")),
        },
    ),
    kinds.CompletedCases: PartWords(
        _l("Completed cases"),
        _l("At least so many cases, each with enough sessions and enough supervision."),
        _l("BABCP: 8 cases of at least 5 sessions and 5 h of supervision each (babcp.com)."),
        {
            "activity": PRACTICE,
            "cases": FieldWords(_l("How many cases?")),
            "sessions": EACH_CASE_SESSIONS,
            "supervision_minutes": EACH_CASE_SUPERVISION,
            "observed": FieldWords(
                _l("Must a session of each case be observed?"),
                _l("Tick each way that will do. Tick none if it need not be."),
            ),
        },
    ),
    kinds.ProblemTypes: PartWords(
        _l("Different types of problem"),
        _l("The completed cases are of at least so many different types of problem."),
        _l("BABCP: at least 3 types (babcp.com)."),
        {
            "activity": PRACTICE,
            "types": FieldWords(_l("How many types?")),
            "sessions": EACH_CASE_SESSIONS,
            "supervision_minutes": EACH_CASE_SUPERVISION,
        },
    ),
    kinds.ObservedSessions: PartWords(
        _l("Observed sessions"),
        _l("At least so many different sessions that somebody else saw or heard of."),
        _l("Three sessions seen live: common practice, for which we found no public source."),
        {
            "sessions": FieldWords(_l("How many sessions?")),
            "observed": FieldWords(
                _l("Observed in which way?"),
                _l("Tick each way that will do. Tick none and it need not be observed."),
            ),
        },
    ),
    kinds.EvidenceCounted: PartWords(
        _l("Work that is handed in"),
        _l("At least so many accepted pieces of one kind of work."),
        _l("BABCP: 4 case studies (babcp.com)."),
        {
            "evidence": FieldWords(_l("Which kind of work?")),
            "count": FieldWords(_l("How many?")),
        },
    ),
    kinds.ObservedCompetence: PartWords(
        _l("Observed competence"),
        _l(
            "Each competence was last seen at this level or above, with nothing potentially harmful."
        ),
        _l("WHO EQUIP: role plays on a scale of four levels."),
    ),
}
"""The words of each kind of requirement."""
