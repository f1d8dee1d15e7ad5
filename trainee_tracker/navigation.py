"""What the frame of every page shows: where one can go, in which language, in whose colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trainee_tracker.people.access import Permission, held_roles, may
from trainee_tracker.people.rules import Side
from trainee_tracker.spoken import language_of_page

if TYPE_CHECKING:
    from flask import Flask
    from flask_babel import LazyString

    from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class Destination:
    """One link of the navigation."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class _Place:
    endpoint: str
    label: LazyString
    permission: Permission


PLACES = [
    _Place("home.home", _l("Home"), Permission.BE_SIGNED_IN),
    _Place("logbook.my_hours", _l("My log"), Permission.LOG_HOURS),
    _Place("sign_off.sign_off_queue", _l("Sign off"), Permission.DECIDE_HOURS),
    _Place("cohorts.cohorts", _l("Cohorts"), Permission.VIEW_COHORTS),
    _Place("courses.courses", _l("Courses"), Permission.MANAGE_COURSES),
    _Place("governance.checks", _l("Checks"), Permission.PROPOSE_GOVERNANCE),
    _Place("governance.own_checks", _l("My checks"), Permission.LOG_HOURS),
    _Place("certificates.certificates", _l("Certificates"), Permission.VIEW_CERTIFICATES),
    _Place("people.people", _l("People"), Permission.INVITE_PEOPLE),
    _Place("roles.role_changes", _l("Roles"), Permission.VIEW_ROLE_CHANGES),
    _Place("organisations.organisations", _l("Organisations"), Permission.MANAGE_ORGANISATIONS),
]


def register(app: Flask) -> None:
    """Give every page of `app` its frame."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        person = current_user.person if current_user.is_authenticated else None
        return {
            "navigation": destinations(person),
            "footer_links": [_destination("checking.check", _l("Check a certificate"))],
            "account": _account(person) if person else None,
            "brand_stylesheet_url": brand_stylesheet_url(person),
            "language": language_of_page().tag,
            "text_direction": language_of_page().direction,
        }


def _account(person: Person) -> dict[str, str]:
    return {
        "name": person.full_name,
        "url": url_for("account.account"),
        "sign_out_url": url_for("sign_in.sign_out"),
    }


def destinations(person: Person | None) -> list[Destination]:
    """Return where `person` can go from any page; nobody signed in can check and sign in."""
    if person is None:
        return [
            _destination("checking.check", _l("Check a certificate")),
            _destination("sign_in.sign_in", _l("Sign in")),
        ]
    return [
        _destination(place.endpoint, place.label)
        for place in PLACES
        if may(person, place.permission)
    ]


def _destination(endpoint: str, label: LazyString) -> Destination:
    return Destination(url_for(endpoint), str(label), request.endpoint == endpoint)


def brand_stylesheet_url(person: Person | None) -> str | None:
    """Return where the colours of the person's own network are, if they belong to just one."""
    if person is None:
        return None
    networks = {held.organisation_id for held in held_roles(person) if held.side is Side.COMMUNITY}
    if len(networks) != 1:
        return None
    return url_for("organisations.brand_stylesheet", organisation_id=networks.pop())
