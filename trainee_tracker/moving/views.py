"""The page on which a cohort moves to another version of its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import number_asked
from trainee_tracker.clock import now
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.agreements.queries import last_request
from trainee_tracker.messages import say, verbatim
from trainee_tracker.moving import actions, queries
from trainee_tracker.moving.forms import MoveCohortForm
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import VersionMove

bp = Blueprint("moving", __name__)


@bp.route("/cohorts/<int:cohort_id>/move", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def move_cohort(cohort_id: int) -> ResponseReturnValue:
    """Show what another version would change for a cohort, and move it there with a reason."""
    cohort = cohorts.cohort_led_by(current_person, cohort_id) or abort(404)
    choice = queries.versions_for(cohort, number_asked("to")) or abort(404)
    version = choice.version
    form = MoveCohortForm()

    def move() -> VersionMove:
        return actions.move_cohort(
            cohort,
            version,
            reason=form.reason.data,
            digest_seen=str(form.digest.data),
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def page() -> str:
        # Asked for again, since somebody else may have moved the cohort while this page was open.
        shown = None if choice.is_followed else queries.move_shown(cohort, version, now())
        form.digest.data = shown.digest if shown else ""
        return render_template(
            "moving/move_cohort.html",
            cohort=cohort,
            version=version,
            others=choice.others,
            shown=shown,
            last_request=last_request(version.id, cohort.organisation_id, cohort.partner_id),
            own_move=queries.why_own_move(cohort, current_person),
            no_other=queries.why_no_other_version(cohort, current_person)
            if choice.is_only
            else None,
            form=form,
        )

    said = say(
        "The cohort follows version {number} now, and every standing is judged by it.",
        number=verbatim(version.number),
    )
    return attempt(
        form,
        move,
        done=lambda _moved: Done(url_for("cohorts.cohort", cohort_id=cohort_id), said),
        page=page,
    )
