"""The pages on which certificates are issued: one's own progress, and awards under one signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from flask import Blueprint, abort, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt, press
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.checking.views import check_address
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.issuing.forms import IssueAwardsForm, IssueProgressForm
from trainee_tracker.certificates.issuing.queries import award_offer
from trainee_tracker.certificates.paper.wording import translation_for
from trainee_tracker.certificates.parties import holder_of, lead_for, printed_name
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.certificates.issuing.queries import AwardOffer
    from trainee_tracker.certificates.models import Certificate
    from trainee_tracker.cohorts.models import Cohort
    from trainee_tracker.jobs.models import Job

_MADE: Final = say("Your progress certificate is ready. Open it, then print or share it.")

bp = Blueprint("issuing", __name__)


@bp.post("/certificates/progress/<int:enrolment_id>")
@requires(Permission.PRINT_PROGRESS)
def issue_progress(enrolment_id: int) -> ResponseReturnValue:
    """Make the progress certificate of one's own enrolment as at today."""
    enrolment = queries.own_enrolment(current_person, enrolment_id) or abort(404)
    form = IssueProgressForm()

    def issue() -> Certificate:
        return actions.issue_progress(
            enrolment,
            address=check_address(),
            actor=current_person,
            at=now(),
            request_id=str(uuid4()),
        )

    def done(made: Certificate) -> Done:
        return Done(url_for("certificates.certificate", certificate_id=made.id), _MADE)

    return press(form, issue, done=done, on="certificates.certificates")


@bp.route("/cohorts/<int:cohort_id>/awards", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def issue_awards(cohort_id: int) -> ResponseReturnValue:
    """Show who is ready and what the others miss, and have awards issued under one signature."""
    cohort = cohorts.cohort_led_by(current_person, cohort_id) or abort(404)
    offer = award_offer(cohort, current_person, today())
    form = IssueAwardsForm()
    form.enrolments.choices = [(str(row.enrolment_id), row.full_name) for row in offer.grid.rows]
    if request.method == "GET":
        form.enrolments.data = [str(each) for each in offer.never_given]

    def act() -> Job:
        return actions.issue_awards(
            cohort,
            offer,
            [int(each) for each in form.enrolments.data or []],
            digest_seen=form.shown_digest.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    return attempt(
        form,
        act,
        confirm=by_password(form),
        done=lambda job: Done(
            url_for("background.job", job_id=job.id),
            say("It is signed. The awards are issued now, one after the other."),
        ),
        page=lambda: _awards_page(cohort, offer, form),
    )


def _awards_page(cohort: Cohort, offer: AwardOffer, form: IssueAwardsForm) -> str:
    shown = actions.awards_shown(cohort, offer.enrolments, now())
    form.shown_digest.data = digest_of(shown)
    return render_template(
        "certificates/issuing/issue_awards.html",
        # What will be signed is what is shown, from the same judgement.
        says={each["enrolment"]: each for each in shown["awards"]},
        other_titles={
            each.id: translation_for(offer.grid.terms, holder_of(each.person))
            for each in offer.enrolments
        },
        cohort=cohort,
        offer=offer,
        asking=current_person.id,
        signs_for=printed_name(lead_for(cohort, current_person)),
        form=form,
        form_has_errors=bool(form.errors),
    )
