"""Who reads which request to be named otherwise, and who learns who decided it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import naming
from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import RoleEnd
from trainee_tracker.people.names import queries
from trainee_tracker.people.names.models import NameRequest
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


@pytest.mark.parametrize(
    ("reader", "decider", "is_shown"),
    [
        ("trainee", "training_lead", True),
        ("trainee", "administrator", True),
        ("administrator", "outsider_lead", True),
        ("outsider", "training_lead", False),
        # Sam supervises in the network, and has no role at the trust where Tom leads.
        ("supervisor", "statutory_lead", False),
    ],
)
def test_who_vouches_for_names_is_known_only_where_one_has_a_role(
    cast: Cast, reader: str, decider: str, is_shown: bool
) -> None:
    assert queries.is_shown_to(getattr(cast, reader), getattr(cast, decider)) is is_shown


def test_who_confirmed_a_name_is_shown_where_they_are_known_and_nobody_for_the_servers(
    cast: Cast,
) -> None:
    entered = queries.name_in_force(cast.trainee.id)
    assert queries.voucher_shown_to(cast.trainee, entered) is None
    naming.confirm(naming.ask(cast.trainee, full_name="Abena O."), cast.training_lead)
    stands = queries.name_in_force(cast.trainee.id)
    assert queries.voucher_shown_to(cast.trainee, stands) is cast.training_lead
    assert queries.voucher_shown_to(cast.outsider, stands) is None


def test_somebody_without_a_role_reads_what_they_did_themselves(cast: Cast) -> None:
    esi = people.add_person("Esi", "esi@grace.example", organisation=cast.trust, actor=None, at=NOW)
    assert queries.is_shown_to(esi, esi)
    assert not queries.is_shown_to(esi, cast.statutory_lead)


def test_whoever_asked_reads_who_decided_although_others_may_not(cast: Cast) -> None:
    asked = naming.ask(cast.supervisor, full_name="Sam O.")
    naming.confirm(asked, cast.statutory_lead)
    read_by: dict[str, str | None] = {
        key: queries.situation_of(asked, getattr(cast, key)).decided_by
        for key in ("supervisor", "statutory_lead", "administrator", "training_lead")
    }
    assert read_by == {
        "supervisor": "Tom Reid",
        "statutory_lead": "Tom Reid",
        "administrator": "Tom Reid",
        "training_lead": None,
    }
    assert queries.situation_of(asked, None).decided_by == "Tom Reid"


def test_a_lead_is_shown_the_requests_that_wait_and_that_they_may_decide(cast: Cast) -> None:
    esi = people.add_person(
        "Esi", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    formerly_here = cast.outsider_supervisor
    was = roles.grant_role(formerly_here, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    roles.end_role(was, actor=cast.administrator, at=NOW)
    ask: Callable[..., NameRequest] = naming.ask
    replaced = ask(cast.trainee, full_name="Abena, first")
    asked = {
        "replacing": ask(cast.trainee, full_name="Abena, second"),
        "known by the trust": ask(cast.supervisor, full_name="Sam O."),
        "without a role": ask(esi, full_name="Esi Brown"),
        "one's own": ask(cast.training_lead, full_name="Ruth M."),
        "elsewhere": ask(cast.outsider, full_name="Layla H."),
        "no longer here": ask(formerly_here, full_name="Peter N."),
    }
    decided = ask(cast.colleague, full_name="Kofi B.")
    naming.confirm(decided, cast.community_lead)
    waits_for: dict[str, set[str]] = {
        key: {
            name
            for name, each in asked.items()
            if each in queries.requests_to_confirm(getattr(cast, key))
        }
        for key in ("training_lead", "statutory_lead", "outsider_lead", "administrator", "trainee")
    }
    assert waits_for == {
        "training_lead": {"replacing", "known by the trust", "without a role"},
        "statutory_lead": {"known by the trust"},
        "outsider_lead": {"elsewhere", "no longer here"},
        "administrator": set(asked),
        "trainee": set(),
    }
    found = queries.requests_to_confirm(cast.administrator)
    assert not {replaced, decided}.intersection(found)


def test_a_request_that_is_not_there_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead).get("/names/999999/confirm", 404)
    assert queries.request_for(cast.training_lead, 999999) is None


def test_each_of_ones_own_requests_is_found_by_its_number_and_no_other_is(cast: Cast) -> None:
    first = naming.ask(cast.trainee, full_name="Abena, first")
    second = naming.ask(cast.trainee, full_name="Abena, second")
    for each in (first, second):
        assert queries.own_request(cast.trainee, each.id) is each
        assert queries.own_request(cast.colleague, each.id) is None
    assert queries.own_request(cast.trainee, 999999) is None


def test_a_lead_reads_only_the_roles_where_they_lead_and_an_administrator_all(cast: Cast) -> None:
    person = cast.supervisor
    roles.grant_role(person, Role.SUPERVISOR, cast.other_network, actor=None, at=NOW)
    ended = roles.grant_role(person, Role.TRAINEE, cast.network, actor=None, at=NOW)
    roles.end_role(ended, actor=cast.administrator, at=NOW)
    db.session.refresh(person)
    here, there = (Role.SUPERVISOR, "Grace Network"), (Role.SUPERVISOR, "Hope Network")
    assert queries.roles_seen_by(cast.training_lead, person) == [here]
    assert queries.roles_seen_by(cast.community_lead, person) == [here]
    assert queries.roles_seen_by(cast.outsider_lead, person) == [there]
    assert queries.roles_seen_by(cast.statutory_lead, person) == []
    assert queries.roles_seen_by(cast.trainee, person) == []
    assert queries.roles_seen_by(cast.administrator, person) == [here, there]


def test_a_decision_relies_on_the_streams_of_just_the_organisations_that_know_the_person(
    cast: Cast,
) -> None:
    assert queries.streams_of({cast.network.id, cast.trust.id}) == {
        cast.network.stream_id,
        cast.trust.stream_id,
    }


def test_roles_that_ended_a_moment_ago_are_read_as_ended(cast: Cast) -> None:
    (grant,) = cast.training_lead.grants
    assert grant.is_in_force
    db.session.add(
        RoleEnd(
            grant_id=grant.id,
            stream_id=cast.network.stream_id,
            recorded_at=NOW,
            recorded_by_id=cast.administrator.id,
        )
    )
    db.session.flush()
    (now,) = queries.with_roles_as_they_are(cast.training_lead.id).grants
    assert not now.is_in_force
