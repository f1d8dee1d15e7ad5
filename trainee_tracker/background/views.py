"""The pages on which somebody sees how far their background work is, and tries again what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.background.forms import TryAgainForm
from trainee_tracker.clock import now
from trainee_tracker.jobs import actions, queries
from trainee_tracker.jobs.kinds import title_of
from trainee_tracker.jobs.rules import is_silent
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, may, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.jobs.models import Job

bp = Blueprint("background", __name__)
bp.add_app_template_filter(title_of, "job_title")


def _oversees() -> bool:
    """Return whether the person also sees what nobody asked for, such as the daily checkpoint."""
    return may(current_person, Permission.MANAGE_ORGANISATIONS)


def _job_or_404(job_id: int) -> Job:
    return queries.job_for(current_person.id, job_id, oversees=_oversees()) or abort(404)


@bp.get("/jobs")
@requires(Permission.BE_SIGNED_IN)
def jobs() -> ResponseReturnValue:
    """List the background work of the person asking, what failed first."""
    oversees, seen_at = _oversees(), queries.worker_seen_at()
    return render_template(
        "background/jobs.html",
        jobs=queries.jobs_of(current_person.id, oversees=oversees),
        oversees=oversees,
        seen_at=seen_at,
        is_silent=is_silent(seen_at, now()),
    )


@bp.get("/jobs/<int:job_id>")
@requires(Permission.BE_SIGNED_IN)
def job(job_id: int) -> ResponseReturnValue:
    """Show how far one job is and what came of it; the page renews itself until it has ended."""
    return _page(_job_or_404(job_id), TryAgainForm())


@bp.post("/jobs/<int:job_id>/again")
@requires(Permission.BE_SIGNED_IN)
def try_again(job_id: int) -> ResponseReturnValue:
    """Try once more what has failed."""
    found, form = _job_or_404(job_id), TryAgainForm()
    return attempt(
        form,
        lambda: actions.try_again(found, at=now()),
        done=lambda _none: Done(
            url_for(".job", job_id=job_id), say("It is tried again now, from where it stopped.")
        ),
        page=lambda: _page(found, form),
    )


def _page(found: Job, form: TryAgainForm) -> str:
    seen_at = queries.worker_seen_at()
    return render_template(
        "background/job.html", job=found, form=form, is_silent=is_silent(seen_at, now())
    )
