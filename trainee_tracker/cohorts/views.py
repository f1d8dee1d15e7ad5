"""The pages of cohorts: opening them, and their people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts import actions, queries, rules
from trainee_tracker.cohorts.actions import Arrival, Newcomer
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.forms import (
    ApproveSupervisorForm,
    EnrolTraineeForm,
    OpenCohortForm,
    usual_enrolment_day,
)
from trainee_tracker.cohorts.modules.queries import module_progress
from trainee_tracker.cohorts.moves.queries import has_other_version, moves_of
from trainee_tracker.cohorts.results.rules import questions_of
from trainee_tracker.cohorts.supervision.queries import approvals_in
from trainee_tracker.cohorts.teaching.queries import classes_of
from trainee_tracker.cohorts.teaching.rules import near_today
from trainee_tracker.courses.queries import (
    published_version_for,
    published_versions_for,
    terms_of,
)
from trainee_tracker.messages import Own, say, say_many
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.invitations import letters
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.invitations.sending import post_link
from trainee_tracker.people.names.rules import language_of_name
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.organisations.queries import sites_of
from trainee_tracker.people.queries import organisations_on
from trainee_tracker.people.roles.views import tell
from trainee_tracker.people.rules import Side

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import Cohort
    from trainee_tracker.courses.models import CourseVersion
    from trainee_tracker.messages import Message


_OPENED: Final = say("The cohort is open. Enrol its trainees and approve its supervisors next.")

bp = Blueprint("cohorts", __name__)


@bp.app_template_filter("weekdaydate")
def weekdaydate(day: date) -> str:
    """Return a date with its weekday: "Monday 7 September 2026"."""
    return str(format_date(day, "EEEE d MMMM yyyy"))


@bp.get("/cohorts")
@requires(Permission.VIEW_COHORTS)
def cohorts() -> ResponseReturnValue:
    """List the cohorts of the person's networks and trusts."""
    found = queries.cohorts_for(current_person)
    return render_template(
        "cohorts/cohorts.html",
        cohorts=found,
        phases={each.id: rules.phase_of(each.starts_on, each.ends_on, today()) for each in found},
        may_open=bool(queries.led_by(current_person)),
    )


@bp.route("/cohorts/open", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def open_cohort() -> ResponseReturnValue:
    """Ask for everything that a cohort begins with, and open it."""
    networks = {each.id: each for each in queries.networks_open_to(current_person)}
    partners = {each.id: each for each in organisations_on(Side.STATUTORY)}
    sites = {each.id: each for each in sites_of({*networks, *partners})}
    versions = published_versions_for(current_person)
    form = OpenCohortForm()
    form.version.choices = [
        (each.id, _("%(title)s, version %(number)s", title=each.title, number=each.number))
        for each in versions
    ]
    form.organisation.choices = [(each.id, each.name) for each in networks.values()]
    form.partner.choices = [(each.id, each.name) for each in partners.values()]
    form.sites.choices = [(each.id, each.name) for each in sites.values()]
    if not form.is_submitted():
        for field in (form.version, form.organisation, form.partner):
            if len(field.choices) == 1:
                field.data = field.choices[0][0]
    tried: list[CourseVersion] = []

    def open_() -> Cohort:
        version = published_version_for(current_person, form.version.data) or abort(404)
        tried.append(version)
        return actions.open_cohort(
            version,
            networks[form.organisation.data],
            partners[form.partner.data],
            name=form.name.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            sites=[sites[each] for each in form.sites.data],
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def page() -> str:
        needed = [
            agreements.agreement_needed(version, form.organisation.data, form.partner.data)
            for version in tried
        ]
        return render_template(
            "cohorts/open_cohort.html",
            form=form,
            versions=versions,
            sites=list(sites.values()),
            needed=next(iter(needed), None),
        )

    return attempt(
        form,
        open_,
        done=lambda opened: Done(url_for(".cohort", cohort_id=opened.id), _OPENED),
        page=page,
    )


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.VIEW_COHORTS)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show a cohort: its people, its timetable, the registers to take, its modules."""
    found = queries.cohort_for(current_person, cohort_id) or abort(404)
    classes = classes_of(cohort_id)
    coming = [
        each
        for each in classes
        if rules.phase_of(each.held_on, None, today()) is rules.Phase.TO_COME
    ]
    terms, may_manage = terms_of(found.version), queries.may_manage(current_person, found)
    return render_template(
        "cohorts/cohort.html",
        cohort=found,
        terms=terms,
        members=queries.members_of(cohort_id),
        supervisions=[
            (each, rules.phase_of(each.approved_from, each.approved_until, today()))
            for each in approvals_in(cohort_id)
        ],
        sites=queries.sites_of_cohort(cohort_id),
        classes=classes,
        near=classes[near_today([each.held_on for each in classes], today())],
        to_take=[
            each
            for each in classes
            if rules.has_register_to_take(each.held_on, each.registers, today())
        ],
        passed=module_progress(cohort_id),
        may_manage=may_manage,
        may_record=may_manage and bool(questions_of(terms)),
        moves=moves_of(cohort_id),
        may_move=has_other_version(found),
        coming=next(iter(coming), None),
        to_come={each.id for each in coming},
    )


@bp.route("/cohorts/<int:cohort_id>/supervisors/approve", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def approve_supervisor(cohort_id: int) -> ResponseReturnValue:
    """Approve somebody known, or somebody new who is invited, to supervise a cohort."""
    found = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    form = ApproveSupervisorForm(approved_from=found.starts_on)
    form.person.choices = [
        (each.person_id, each.full_name)
        for each in queries.may_supervise(found, asked_by=current_person)
    ]

    def approve() -> Arrival:
        return actions.approve_anyone(
            found,
            queries.supervisor_choice(found, form.person.data, asked_by=current_person),
            Newcomer(form.full_name.data, form.email.data),
            approved_from=form.approved_from.data,
            approved_until=form.approved_until.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(arrival: Arrival) -> Done:
        return Done(
            url_for(".cohort", cohort_id=cohort_id),
            say(
                "{name} may now sign off what these trainees log.",
                name=Own(arrival.person.full_name),
            ),
            *post_invitations([arrival]),
        )

    return attempt(
        form,
        approve,
        done=done,
        page=lambda: render_template("cohorts/approve_supervisor.html", form=form, cohort=found),
        confirm=by_password(form),
    )


@bp.route("/cohorts/<int:cohort_id>/enrol", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def enrol_trainee(cohort_id: int) -> ResponseReturnValue:
    """Enrol one trainee, and invite them if they cannot sign in yet."""
    found = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    usual = usual_enrolment_day(found.starts_on, found.ends_on, today())
    form = EnrolTraineeForm(enrolled_on=usual)

    def enrol() -> Arrival:
        return actions.enrol_newcomer(
            found,
            Newcomer(
                form.full_name.data,
                form.email.data,
                form.other_name.data,
                language_of_name(form.other_name.data, form.other_language.data),
            ),
            enrolled_on=form.enrolled_on.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(arrival: Arrival) -> Done:
        return Done(
            url_for(".cohort", cohort_id=cohort_id),
            say("{name} is enrolled.", name=Own(arrival.person.full_name)),
            *post_invitations([arrival]),
        )

    return attempt(
        form,
        enrol,
        done=done,
        page=lambda: render_template("cohorts/enrol_trainee.html", form=form, cohort=found),
    )


def post_invitations(arrivals: Sequence[Arrival]) -> tuple[Message, ...]:
    """Post the letters that bear each new person's link, and return what is said of them."""
    at = now()
    invited = [(each.person, each.token) for each in arrivals if each.token is not None]
    for person, token in invited:
        letter = letters.invitation(
            person,
            sender=current_person,
            path=url_for("arrivals.accept_invitation", token=token),
            until=at + INVITATION_VALIDITY,
        )
        post_link(letter, token, sender=current_person, at=at)
    tell(current_person, {person.id for person, _token in invited})
    if not invited:
        return ()
    return (
        say_many(
            "An e-mail with a link is on its way. They accept or refuse.",
            "{n} e-mails with a link are on their way. Each person accepts or refuses.",
            n=len(invited),
        ),
    )
