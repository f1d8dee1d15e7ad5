"""The pages of standings: one trainee's, and a cohort's grid."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from trainee_tracker.addresses import page_asked, word_asked
from trainee_tracker.certificates.awards import award_of, awards_in
from trainee_tracker.certificates.queries import certificate_for
from trainee_tracker.certificates.support.queries import awards_no_longer_supported_in, support_of
from trainee_tracker.clock import today
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.hours.queries import entries_open_to
from trainee_tracker.paging import pages_of
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.progress import queries
from trainee_tracker.progress.former import former_activities, titles_with, told_of_moves
from trainee_tracker.progress.rules import not_counted
from trainee_tracker.standings.wording import grid_columns

bp = Blueprint("standings", __name__)

LINES_A_PAGE = 40


@bp.get("/progress/<int:enrolment_id>")
@requires(Permission.BE_SIGNED_IN)
def standing(enrolment_id: int) -> ResponseReturnValue:
    """Show one trainee's whole standing, and for each line what was counted or why not."""
    enrolment = cohorts.enrolment_for(current_person, enrolment_id) or abort(404)
    judgement = queries.judge_members(enrolment.cohort, [enrolment.id], today())[enrolment.id]
    former = former_activities(enrolment.cohort, judgement)
    ledger = told_of_moves(judgement.pages, former)
    short = not_counted(ledger)
    only_short = word_asked("show") == "not-counted"
    lines = short if only_short else ledger
    pages = pages_of(len(lines), length=LINES_A_PAGE, asked=page_asked())
    award = award_of(enrolment)
    support = support_of(award.certificate_id) if award else None
    return render_template(
        "standings/standing.html",
        enrolment=enrolment,
        judgement=judgement,
        forecast=judgement.forecast(enrolment.cohort.ends_on),
        award=award,
        award_is_under_review=support is not None and support.is_under_review,
        opens_award=award is not None
        and certificate_for(current_person, award.certificate_id) is not None,
        is_own=enrolment.person_id == current_person.id,
        open_entries=entries_open_to(current_person, enrolment.id),
        lines=lines[pages.offset : pages.offset + pages.length],
        only_short=only_short,
        not_counted_lines=len(short),
        titles=titles_with(former, judgement),
        pages=pages,
    )


@bp.get("/cohorts/<int:cohort_id>/standing")
@requires(Permission.VIEW_COHORTS)
def cohort_standing(cohort_id: int) -> ResponseReturnValue:
    """Show the grid of trainee x requirement, and what the cohort did together."""
    cohort = cohorts.cohort_for(current_person, cohort_id) or abort(404)
    awards = awards_in(cohort, current_person)
    return render_template(
        "standings/cohort_standing.html",
        cohort=cohort,
        grid=queries.cohort_grid(cohort, today()),
        awards=awards,
        holders=sum(each.is_held for each in awards.values()),
        supports=awards_no_longer_supported_in(cohort.id),
        asking=current_person.id,
        is_led=bool(cohorts.led_by(current_person) & {cohort.organisation_id, cohort.partner_id}),
        today=today(),
        grid_columns=grid_columns,
    )
