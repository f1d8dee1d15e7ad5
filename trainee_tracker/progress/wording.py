"""What is said of a figure that somebody reported, on every page and certificate that shows it."""

from __future__ import annotations

from flask_babel import gettext as _

from trainee_tracker.accreditation.standing import RequirementStanding
from trainee_tracker.filters import duration


def as_reported(standing: RequirementStanding) -> str:
    """Return the words beside a figure that rests on a report, wholly or in part.

    They are "" where everything was counted here.
    """
    report = standing.report
    if report is None:
        return ""
    if standing.unit == "minutes":
        return str(_("%(time)s of it prior learning, as reported", time=duration(report.amount)))
    if report.has_register:
        return str(_("as reported"))
    return str(_("as reported, no class was registered"))
