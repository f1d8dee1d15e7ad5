"""The pages of organisations, their sites and their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, abort, current_app, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.messages import Own, say
from trainee_tracker.people.access import Permission, current_person, public, requires
from trainee_tracker.people.organisations import actions, queries, rules
from trainee_tracker.people.organisations.forms import (
    AddOrganisationForm,
    AddSiteForm,
    ChangeOrganisationForm,
)
from trainee_tracker.people.queries import is_administrator

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.models import Organisation, Site

_CHANGED: Final = say("The changes are saved. Certificates already issued keep what they say.")

bp = Blueprint("organisations", __name__)


@bp.get("/organisations")
@requires(Permission.MANAGE_SITES)
def organisations() -> ResponseReturnValue:
    """List the organisations of the person asking, with their sites."""
    return render_template(
        "people/organisations/organisations.html",
        organisations=queries.organisations_led_by(current_person, with_sites=True),
        may_manage=is_administrator(current_person),
    )


@bp.route("/organisations/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_ORGANISATIONS)
def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = AddOrganisationForm()

    def add() -> Organisation:
        return actions.add_organisation(**_answers(form), actor=current_person, at=now())

    def done(added: Organisation) -> Done:
        said = say("{name} is added. Add its sites next.", name=Own(added.name))
        return Done(url_for(".organisations"), said)

    def page() -> str:
        return render_template("people/organisations/add_organisation.html", form=form)

    return attempt(form, add, done=done, page=page)


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ORGANISATIONS)
def change_organisation(organisation_id: int) -> ResponseReturnValue:
    """Change an organisation's name, side, colours and issuer line."""
    organisation = queries.organisation_led_by(current_person, organisation_id) or abort(404)
    form = ChangeOrganisationForm(obj=organisation)

    def change() -> None:
        actions.change_organisation(organisation, **_answers(form), actor=current_person, at=now())

    def done(_changed: None) -> Done:
        return Done(url_for(".organisations"), _CHANGED)

    def page() -> str:
        return render_template(
            "people/organisations/change_organisation.html", form=form, organisation=organisation
        )

    return attempt(form, change, done=done, page=page)


def _answers(form: AddOrganisationForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "side", "brand", "accent", "issuer_line")}


@bp.route("/organisations/<int:organisation_id>/add-site", methods=["GET", "POST"])
@requires(Permission.MANAGE_SITES)
def add_site(organisation_id: int) -> ResponseReturnValue:
    """Add a site to an organisation."""
    organisation = queries.organisation_led_by(current_person, organisation_id) or abort(404)
    form = AddSiteForm()

    def add() -> Site:
        return actions.add_site(organisation, form.name.data, actor=current_person, at=now())

    def done(added: Site) -> Done:
        return Done(url_for(".organisations"), say("{name} is added.", name=Own(added.name)))

    def page() -> str:
        return render_template(
            "people/organisations/add_site.html", form=form, organisation=organisation
        )

    return attempt(form, add, done=done, page=page)


@bp.get("/brand/<int:organisation_id>.css")
@public
def brand_stylesheet(organisation_id: int) -> ResponseReturnValue:
    """Send the colours of an organisation as a style sheet that sets the tokens."""
    organisation = queries.organisation_by_id(organisation_id) or abort(404)
    response = current_app.response_class(
        f":root {{ --brand: {organisation.brand}; --accent: {organisation.accent};"
        f" --brand-soft: {rules.soft(organisation.brand)}; }}\n",
        mimetype="text/css",
    )
    # The same for everybody, so it goes without a cookie.
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    return response.make_conditional(request)
