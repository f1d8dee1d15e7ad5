"""The list of people, and sending a new link."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.naming import name_anew
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.people import actions
from trainee_tracker.people.access import sides_led
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.invitations.queries import newest_invitations
from trainee_tracker.people.models import Organisation
from trainee_tracker.people.organisations import queries as organisations
from trainee_tracker.people.queries import organisations_on
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side


def test_a_training_lead_sees_the_people_of_their_own_organisation_only(
    browser: Browser, cast: Cast
) -> None:
    text = browser.sign_in(cast.training_lead).get("/people").text
    for name in ("Abena Osei", "Kofi Boateng", "Clara James", "Ruth Mensah"):
        assert name in text
    for name in ("Layla Haddad", "Omar Farouk", "Hope Network"):
        assert name not in text


def test_an_administrator_sees_everybody_even_without_a_role(browser: Browser, cast: Cast) -> None:
    actions.add_person(
        "Nobody's Child", "n@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    db.session.commit()
    text = browser.sign_in(cast.administrator).get("/people").text
    for name in ("Abena Osei", "Layla Haddad", "Nobody's Child", "Not invited", "No role"):
        assert name in text


def test_the_list_says_who_has_joined(browser: Browser, cast: Cast) -> None:
    person = actions.add_person(
        "Esi Brown", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    roles.grant_role(person, Role.TRAINEE, cast.network, actor=None, at=NOW)
    invitations.invite(person, actor=None, at=NOW)
    db.session.commit()
    assert "Until 6 December 2026" in browser.sign_in(cast.training_lead).get("/people").text


def test_the_list_reads_the_invitations_of_those_on_it_only(cast: Cast) -> None:
    asked = [
        invitations.invite_person(
            name, f"{name}@mail.example", Role.TRAINEE, where, actor=cast.administrator, at=NOW
        )[0]
        for name, where in (("Esi", cast.network), ("Yaw", cast.other_network))
    ]
    assert set(newest_invitations([each.id for each in asked])) == {each.id for each in asked}
    assert set(newest_invitations([asked[0].id, cast.trainee.id])) == {asked[0].id}
    assert newest_invitations([]) == {}


def test_a_governance_lead_leads_the_side_of_their_own_organisation_only(cast: Cast) -> None:
    network, other, trust = cast.network.id, cast.other_network.id, cast.trust.id
    assert sides_led(cast.community_lead, network, trust) == {Side.COMMUNITY}
    assert sides_led(cast.statutory_lead, network, trust) == {Side.STATUTORY}
    assert sides_led(cast.statutory_lead, other, trust) == {Side.STATUTORY}
    assert sides_led(cast.community_lead, other, trust) == set()
    assert sides_led(cast.training_lead, network, trust) == set()


def test_names_in_other_scripts_are_shown_beside_each_other(browser: Browser, cast: Cast) -> None:
    name_anew(cast.trainee, "Abena <script> O'Sei", other_name="ليلى حداد", other_language="ar")
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get("/people")
    assert "Abena <script> O'Sei" in page.text
    assert page.document.find(".//bdi[@lang='ar']").text == "ليلى حداد"


def test_the_list_takes_as_many_statements_for_forty_people_as_for_four(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.training_lead)
    with counted_statements() as few:
        browser.get("/people")
    for number in range(40):
        person = actions.add_person(
            f"P {number}", f"p{number}@grace.example", organisation=cast.network, actor=None, at=NOW
        )
        roles.grant_role(person, Role.TRAINEE, cast.network, actor=None, at=NOW)
        invitations.invite(person, actor=None, at=NOW)
    db.session.commit()
    with counted_statements() as many:
        browser.get("/people")
    assert len(many) == len(few) <= 8


def test_a_trainee_may_not_see_the_list(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.trainee).get("/people", status=403)
    assert "Roles are given by a training lead or an administrator" in page.text
    assert "ask one of them to show you" in page.text


def test_what_a_person_leads_follows_from_their_roles(cast: Cast) -> None:
    def names(listed: list[Organisation]) -> list[str]:
        return [each.name for each in listed]

    assert names(organisations.organisations_for(cast.trainee)) == ["Grace Network"]
    assert organisations.organisations_led_by(cast.trainee) == []
    assert names(organisations.organisations_led_by(cast.training_lead)) == ["Grace Network"]
    assert len(organisations.organisations_for(cast.administrator)) == 4
    assert names(organisations_on(cast.trust.side)) == ["City Health Trust"]
    assert [site.name for site in organisations.sites_of([cast.network.id])] == ["Grace Hall"]
