"""Who may ask for which page: permissions as data over small pure predicates.

A page says `@requires(Permission.X)` or `@public`; `ensure_declared` refuses to serve an
application with a page that says neither. What a person may see *on* a page is decided by the
queries, which load only through the person asking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.local import LocalProxy

from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import SIDES, Role, Side
from trainee_tracker.refusals import NotAllowed
from trainee_tracker.typed import what_was_typed

P = ParamSpec("P")
R = TypeVar("R")


class Permission(StrEnum):
    """What a page lets a person do."""

    BE_SIGNED_IN = "be_signed_in"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_SITES = "manage_sites"
    INVITE_PEOPLE = "invite_people"
    CONFIRM_NAMES = "confirm_names"
    MANAGE_COURSES = "manage_courses"
    MANAGE_COHORTS = "manage_cohorts"
    VIEW_COHORTS = "view_cohorts"
    LOG_HOURS = "log_hours"
    DECIDE_HOURS = "decide_hours"
    PROPOSE_GOVERNANCE = "propose_governance"
    SIGN_GOVERNANCE = "sign_governance"
    VIEW_GOVERNANCE = "view_governance"
    PRINT_PROGRESS = "print_progress"
    ISSUE_AWARDS = "issue_awards"
    VIEW_CERTIFICATES = "view_certificates"
    ACCEPT_ROLES = "accept_roles"
    VIEW_ROLE_CHANGES = "view_role_changes"
    OVERSEE_AWARDS = "oversee_awards"
    KEEP_AWARDS = "keep_awards"


@dataclass(frozen=True)
class HeldRole:
    """A role held now, at which organisation and on which side."""

    role: Role
    organisation_id: int
    side: Side


Held = frozenset[HeldRole]
Predicate = Callable[[Held], bool]


def held_roles(person: Person) -> Held:
    """Return the roles by which `person` may act now: those that wait to be accepted are none."""
    return frozenset(
        HeldRole(grant.role, grant.organisation_id, grant.organisation.side)
        for grant in person.grants
        if grant.is_in_force
    )


def organisations_where(person: Person, *roles: Role) -> frozenset[int]:
    """Return the ids of the organisations at which `person` holds one of `roles` now."""
    return frozenset(held.organisation_id for held in held_roles(person) if held.role in roles)


def sides_led(person: Person, organisation_id: int, partner_id: int) -> frozenset[Side]:
    """Return the sides of a network and its partner for which `person` leads governance now."""
    at = organisations_where(person, Role.GOVERNANCE_LEAD)
    places = zip(SIDES, (organisation_id, partner_id), strict=True)
    return frozenset(side for side, place in places if place in at)


def is_signed_in(held: Held) -> bool:
    """Anyone signed in."""
    return True


def has(role: Role) -> Predicate:
    """Return the predicate that somebody holds `role` at any organisation."""
    return lambda held: any(each.role is role for each in held)


is_administrator = has(Role.ADMINISTRATOR)
is_training_lead = has(Role.TRAINING_LEAD)
is_governance_lead = has(Role.GOVERNANCE_LEAD)
is_supervisor = has(Role.SUPERVISOR)
is_trainee = has(Role.TRAINEE)

PERMISSIONS: dict[Permission, list[Predicate]] = {
    Permission.BE_SIGNED_IN: [is_signed_in],
    Permission.MANAGE_ORGANISATIONS: [is_administrator],
    Permission.MANAGE_SITES: [is_administrator, is_training_lead],
    Permission.INVITE_PEOPLE: [is_administrator, is_training_lead],
    Permission.CONFIRM_NAMES: [is_administrator, is_training_lead, is_governance_lead],
    Permission.MANAGE_COURSES: [is_training_lead],
    Permission.MANAGE_COHORTS: [is_training_lead],
    Permission.VIEW_COHORTS: [is_training_lead, is_governance_lead],
    Permission.LOG_HOURS: [is_trainee],
    Permission.DECIDE_HOURS: [is_supervisor],
    Permission.PROPOSE_GOVERNANCE: [is_training_lead, is_governance_lead],
    Permission.SIGN_GOVERNANCE: [is_governance_lead],
    Permission.VIEW_GOVERNANCE: [is_training_lead, is_governance_lead, is_trainee],
    Permission.PRINT_PROGRESS: [is_trainee],
    Permission.ISSUE_AWARDS: [is_training_lead],
    Permission.VIEW_CERTIFICATES: [is_trainee, is_training_lead],
    Permission.ACCEPT_ROLES: [is_governance_lead],
    Permission.VIEW_ROLE_CHANGES: [is_administrator, is_governance_lead],
    Permission.OVERSEE_AWARDS: [is_training_lead, is_governance_lead],
    Permission.KEEP_AWARDS: [is_governance_lead],
}
"""Any one of the predicates is enough."""


def may(person: Person, permission: Permission) -> bool:
    """Tell whether `person` may ask for pages under `permission`."""
    held = held_roles(person)
    return any(predicate(held) for predicate in PERMISSIONS[permission])


def _signed_in_person() -> Person:
    return cast(Person, current_user.person)


current_person: Person = cast(Person, LocalProxy(_signed_in_person))
"""The person who asks; only on pages that require a permission."""


def _ask_to_sign_in() -> ResponseReturnValue:
    """Lead somebody to the sign-in page; what they were sending is kept on a page of its own.

    A sign-in ends after some hours, perhaps while a form is being filled in. No page shows a
    password again, and the token has ended with the sign-in.
    """
    if request.method == "GET":
        return redirect(url_for("sign_in.sign_in", then=request.full_path))
    typed = what_was_typed()
    if not typed.is_any:
        return redirect(url_for("sign_in.sign_in"))
    return render_template(
        "people/sign_in/signed_out.html", typed=typed, address=request.full_path
    ), 401


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only people with `permission` ask for a page; others are asked to sign in or told no."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return cast(R, _ask_to_sign_in())
            if not may(current_person, permission):
                raise NotAllowed(say("Your role does not open this page."))
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone ask for a page."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def ensure_declared(app: Flask) -> None:
    """Raise RuntimeError when a page of `app` declares neither a permission nor `@public`."""
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(cast(Any, view), "permission")
    ]
    if undeclared:
        raise RuntimeError(f"No access rule on: {', '.join(sorted(undeclared))}.")
