"""Requirements of supervision beside practice in words: ratio, regularity, cadence."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.phrases import course_time, told
from trainee_tracker.courses.kinds.shape import PRACTICE, FieldWords, RequirementWords


def _ratio(requirement: kinds.SupervisionRatio, terms: Terms) -> str:
    per = {
        "course": _("over the whole course"),
        "month": _("in every calendar month"),
        "week-and-site": _("in every week, at each site"),
    }
    amounts = _(
        "%(supervision)s of %(kind)s for every %(practice)s of %(activity)s",
        supervision=course_time(requirement.supervision_minutes, terms.hour_minutes),
        kind=terms.activity_titles[requirement.supervision],
        practice=course_time(requirement.practice_minutes, terms.hour_minutes),
        activity=terms.activity_titles[requirement.activity],
    )
    return told(amounts, per[requirement.per])


def _regular(requirement: kinds.RegularSupervision, terms: Terms) -> str:
    names = {
        "time": course_time(requirement.minutes, terms.hour_minutes),
        "kind": terms.activity_titles[requirement.supervision],
        "activity": terms.activity_titles[requirement.activity],
    }
    if requirement.period == "month":
        return str(_("%(time)s of %(kind)s in every calendar month with %(activity)s", **names))
    return str(_("%(time)s of %(kind)s in every week with %(activity)s", **names))


def _cadence(requirement: kinds.SupervisionCadence, terms: Terms) -> str:
    return str(
        ngettext(
            "%(kind)s at least every day while there is %(activity)s",
            "%(kind)s at least every %(num)s days while there is %(activity)s",
            requirement.days,
            kind=terms.activity_titles[requirement.supervision],
            activity=terms.activity_titles[requirement.activity],
        )
    )


SUPERVISION: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.SupervisionRatio: RequirementWords(
        _l("So much supervision for so much practice"),
        _l("Supervision keeps step with practice: over the whole course, monthly or weekly."),
        _l("BACP course: 1 h of supervision for every 8 h of practice (bacp.co.uk)."),
        {
            "activity": PRACTICE,
            "supervision_minutes": FieldWords(_l("How much supervision?")),
            "practice_minutes": FieldWords(_l("For how much practice?")),
            "per": FieldWords(_l("Looked at where?")),
        },
        sentence=_ratio,
        figure=None,
    ),
    kinds.RegularSupervision: RequirementWords(
        _l("Supervision in every month"),
        _l(
            "At least so much supervision in every month, or week, with practice. Practice in a "
            "month with less still counts; where it should not, add a limit instead."
        ),
        _l("NCPS: 1 h 30 min a month (ncps.com)."),
        {"activity": PRACTICE, "minutes": FieldWords(_l("How much supervision?"))},
        sentence=_regular,
        figure=None,
    ),
    kinds.SupervisionCadence: RequirementWords(
        _l("Never too long without supervision"),
        _l("While somebody practises, there is supervision at least every so many days."),
        _l("BACP course: at least every two weeks, which is 14 days (bacp.co.uk)."),
        {"activity": PRACTICE, "days": FieldWords(_l("At least every how many days?"))},
        sentence=_cadence,
        figure=None,
    ),
}
"""The requirements of supervision: rules that are kept, none of them an amount."""
