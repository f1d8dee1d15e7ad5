"""Which roles are found for whom, and who can give or answer them."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.people.roles.builders import accept, newcomer
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import OrganisationState, Person, RoleEnd, RoleGrant
from trainee_tracker.people.roles import actions, queries
from trainee_tracker.people.rules import Role, Side


def only_grant(person: Person) -> RoleGrant:
    """Return the one role that somebody holds."""
    (grant,) = (each for each in person.grants if each.ended_at is None)
    return grant


def end_directly(cast: Cast, person: Person) -> None:
    """End the one role of somebody although the rules would keep it."""
    grant = only_grant(person)
    db.session.add(
        RoleEnd(
            grant_id=grant.id,
            stream_id=grant.stream_id,
            recorded_at=NOW,
            recorded_by_id=cast.administrator.id,
        )
    )
    db.session.flush()
    db.session.refresh(grant, ["ended_at"])


def test_how_often_a_role_was_given_counts_that_person_role_and_place_alone(cast: Cast) -> None:
    person = newcomer(cast, cast.network)
    for role, where in (
        (Role.TRAINEE, cast.network),
        (Role.TRAINEE, cast.other_network),
        (Role.SUPERVISOR, cast.network),
    ):
        actions.grant_role(person, role, where, actor=None, at=NOW)
    assert queries.count_grants(person.id, Role.TRAINEE, cast.network.id) == 1
    assert queries.count_grants(person.id, Role.TRAINING_LEAD, cast.network.id) == 0
    again = queries.count_grants(cast.trainee.id, Role.TRAINEE, cast.network.id)
    assert again == 1


def test_a_role_is_ended_by_who_may_give_it_and_only_while_it_is_there(cast: Cast) -> None:
    grant = only_grant(cast.trainee)
    assert queries.grant_endable_by(cast.training_lead, grant.id) is grant
    assert queries.grant_endable_by(cast.outsider_lead, grant.id) is None
    assert queries.grant_endable_by(cast.training_lead, 999999) is None
    actions.end_role(grant, actor=cast.training_lead, at=NOW)
    assert queries.grant_endable_by(cast.training_lead, grant.id) is None


def test_only_a_role_of_administrator_is_the_last_of_its_kind(cast: Cast) -> None:
    assert queries.is_last_administrator(only_grant(cast.administrator))
    other = actions.grant_role(cast.colleague, Role.ADMINISTRATOR, cast.network, actor=None, at=NOW)
    assert not queries.is_last_administrator(only_grant(cast.administrator))
    actions.end_role(other, actor=cast.administrator, at=NOW)
    assert queries.is_last_administrator(only_grant(cast.administrator))
    end_directly(cast, cast.administrator)
    assert not queries.is_last_administrator(only_grant(cast.training_lead))


def test_a_role_is_asked_for_from_whoever_can_give_it_there_and_can_sign_in(cast: Cast) -> None:
    former = newcomer(cast, cast.network)
    ended = actions.grant_role(former, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    actions.end_role(ended, actor=cast.administrator, at=NOW)
    invited = people.add_person(
        "Esi Brown", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    actions.grant_role(invited, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)

    def givers(role: Role, besides: Person) -> list[str]:
        return queries.givers_of(role, cast.network.id, besides=besides.id)

    assert givers(Role.TRAINEE, cast.outsider) == ["Ruth Mensah", "Ada Cole"]
    assert givers(Role.TRAINEE, cast.training_lead) == ["Ada Cole"]
    assert givers(Role.TRAINEE, cast.administrator) == ["Ruth Mensah"]
    assert givers(Role.TRAINING_LEAD, cast.outsider) == ["Ada Cole"]
    assert givers(Role.ADMINISTRATOR, cast.administrator) == []


def test_who_gave_a_role_is_told_of_just_the_roles_asked_for(cast: Cast, grant: RoleGrant) -> None:
    given = queries.givers_of_grants([grant.id])
    assert given == {grant.id: queries.Giver(cast.training_lead.id, "Ruth Mensah", "")}
    on_the_server = only_grant(cast.administrator).id
    assert queries.givers_of_grants([on_the_server]) == {on_the_server: queries.Giver(None, "", "")}


def test_a_lead_who_was_declined_does_not_wait_any_more(cast: Cast, grant: RoleGrant) -> None:
    assert queries.end_of(grant) is None
    end_directly(cast, cast.outsider_lead)
    assert queries.end_of(grant) is None
    assert list(queries.waiting_at([cast.network.id])) == [grant.id]
    actions.decline_role(grant, reason="Not known.", actor=cast.statutory_lead, at=NOW)
    assert queries.waiting_at([cast.network.id]) == {}
    end = queries.end_of(grant)
    assert end is not None
    assert (end.grant_id, end.reason) == (grant.id, "Not known.")


def test_a_governance_lead_who_also_trains_or_supervises_still_accepts(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    lead = cast.statutory_lead
    actions.grant_role(lead, Role.SUPERVISOR, cast.network, actor=cast.training_lead, at=NOW)
    db.session.refresh(lead)
    assert [each.grant_id for each in queries.roles_to_accept(lead)] == [grant.id]
    assert queries.grant_answerable_by(lead, grant.id) is grant
    assert queries.roles_to_accept(cast.training_lead) == []
    browser.sign_in(lead).get("/people/roles/999999/accept", 404)


def test_only_a_governance_leads_role_is_accepted_by_the_other_side(cast: Cast) -> None:
    other = only_grant(cast.training_lead)
    assert queries.grant_answerable_by(cast.statutory_lead, other.id) is None
    assert queries.grant_answerable_by(cast.statutory_lead, 999999) is None


def test_a_side_has_no_lead_when_nobody_of_it_is_in_office(cast: Cast, grant: RoleGrant) -> None:
    connection = db.session.connection()
    assert queries.sides_without_a_lead(connection) == []
    end_directly(cast, cast.community_lead)
    assert queries.sides_without_a_lead(connection) == [Side.COMMUNITY]
    accept(grant, cast.statutory_lead)
    end_directly(cast, cast.statutory_lead)
    assert queries.sides_without_a_lead(db.session.connection()) == [Side.STATUTORY]
    db.session.add(
        OrganisationState(
            organisation_id=cast.trust.id,
            sequence=2,
            name=cast.trust.name,
            side=Side.TRAINING_PROVIDER,
            brand=cast.trust.brand,
            accent=cast.trust.accent,
            issuer_line="",
            stream_id=INSTALLATION,
            recorded_at=NOW,
            recorded_by_id=cast.administrator.id,
        )
    )
    db.session.flush()
    assert queries.sides_without_a_lead(db.session.connection()) == [], "no organisation is left"
