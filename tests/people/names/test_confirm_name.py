"""Confirming and declining what somebody else asked for."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import naming
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.jobs.waiting import letters_waiting
from tests.statements import counted
from trainee_tracker import mail
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.names import queries
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.names.rules import NameOutcome
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed


def decisions() -> list[NameOutcome]:
    return list(db.session.scalars(select(NameDecision.outcome)))


def test_a_lead_sees_old_and_new_and_confirms_with_the_password(
    browser: Browser, cast: Cast, asked: NameRequest, app: Flask
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/names/{asked.id}/confirm")
    assert "Have you seen a document, or do you know the person by this name?" in page.text
    assert "Trainee, Grace Network" in page.text
    (full_name, registration) = (
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
        for row in page.document.xpath("//main//tbody/tr")
    )
    assert full_name == ["Full name", "Abena Osei", "Abena Osei-Bonsu new"]
    assert registration == ["Registration", "none", "UKCP 7 new"]
    assert "every new certificate carries it, and every signature" in page.text
    landed = browser.submit(page, {"password": PASSWORD}, follow=True)
    assert "From now on this is the name: Abena Osei-Bonsu." in landed.text
    db.session.refresh(cast.trainee)
    assert (cast.trainee.full_name, cast.trainee.registration) == ("Abena Osei-Bonsu", "UKCP 7")
    own = Browser(app).sign_in(cast.trainee).get("/account")
    assert "Ruth Mensah confirmed the name as it stands, on 22 November 2026" in own.text
    assert list(faults_of_ledger()) == []


def test_a_confirmation_is_a_row_with_who_and_when_and_the_name_it_became(
    cast: Cast, asked: NameRequest
) -> None:
    decision = naming.confirm(asked, cast.community_lead)
    stands = queries.name_in_force(cast.trainee.id)
    assert (decision.recorded_by_id, decision.recorded_at) == (cast.community_lead.id, NOW)
    assert (decision.became_id, stands.sequence) == (stands.id, 2)
    assert stands.recorded_by_id == cast.community_lead.id


def test_a_wrong_password_confirms_nothing(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    browser.sign_in(cast.training_lead)
    for url, fields in (
        (f"/names/{asked.id}/confirm", {}),
        (f"/names/{asked.id}/decline", {"reason": "No document."}),
    ):
        page = browser.submit(url, {**fields, "password": "not mine"}, status=403)
        assert "That is not your password." in page.text
        assert "Enter your password" in browser.submit(url, fields, status=200).text
    assert decisions() == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("training_lead", 200),
        ("community_lead", 200),
        ("administrator", 200),
        ("statutory_lead", 404),
        ("outsider_lead", 404),
        ("supervisor", 403),
        ("colleague", 403),
        ("trainee", 403),
    ],
)
def test_leads_of_the_persons_organisation_and_administrators_confirm_and_nobody_else(
    browser: Browser, cast: Cast, asked: NameRequest, who: str, status: int
) -> None:
    actor = getattr(cast, who)
    browser.sign_in(actor).get(f"/names/{asked.id}/confirm", status)
    if status == 200:
        naming.confirm(asked, actor)
        return
    with pytest.raises(NotAllowed):
        naming.confirm(asked, actor)


@pytest.mark.parametrize("who", ["training_lead", "community_lead", "administrator"])
def test_nobody_confirms_their_own_name(browser: Browser, cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    asked = naming.ask(person, full_name="Somebody Grander")
    db.session.commit()
    browser.sign_in(person).get(f"/names/{asked.id}/confirm", 404)
    browser.post(f"/names/{asked.id}/confirm", {"password": PASSWORD}, 404)
    assert "Names to confirm" not in browser.get("/").text
    with pytest.raises(NotAllowed, match="This is your own name"):
        naming.confirm(asked, person)


def test_a_supervisor_of_a_network_known_by_the_trust_is_vouched_for_by_either(cast: Cast) -> None:
    """Sam is known by the trust, and supervises in Grace."""
    for who in (cast.statutory_lead, cast.training_lead, cast.community_lead):
        asked = naming.ask(cast.supervisor, full_name=f"Sam {who.full_name}")
        naming.confirm(asked, who)
        assert cast.supervisor.full_name == f"Sam {who.full_name}"
    asked = naming.ask(cast.supervisor, full_name="Sam Farouk")
    with pytest.raises(NotAllowed):
        naming.confirm(asked, cast.outsider_lead)


def test_with_whom_a_request_waits_leaves_out_who_cannot_sign_in_or_whose_role_ended(
    cast: Cast,
) -> None:
    invitations.invite_person(
        "Esi Brown",
        "esi@grace.example",
        Role.GOVERNANCE_LEAD,
        cast.network,
        actor=cast.administrator,
        at=NOW,
    )
    grant = next(each for each in cast.community_lead.grants if each.ended_at is None)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    found = [each.full_name for each in queries.vouchers_for(cast.trainee)]
    assert found == ["Ada Cole", "Ruth Mensah"]


def test_the_person_is_told_by_a_letter_that_quotes_neither_name_nor_reason(
    browser: Browser, cast: Cast, asked: NameRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(cast.training_lead)
    browser.submit(f"/names/{asked.id}/decline", {"reason": "Not that.", "password": PASSWORD})
    (letter,) = mail.newest(5)
    assert letter.to == "Abena Osei <abena@grace.example>"
    said = " ".join([letter.subject, *letter.paragraphs])
    assert "/account" in said
    for word in ("Bonsu", "Not that.", "Grace"):
        assert word not in said

    def fail(*_given: object, **_options: object) -> None:
        raise mail.MailNotSent

    monkeypatch.setattr(mail, "send", fail)
    for act, fields in (("confirm", {}), ("decline", {"reason": "Not that."})):
        again = naming.ask(cast.trainee, full_name=f"Abena, to {act}")
        db.session.commit()
        page = browser.submit(
            f"/names/{again.id}/{act}", {"password": PASSWORD, **fields}, follow=True
        )
        assert "We wrote to tell them." in page.text
        assert letters_waiting()
    assert decisions() == [NameOutcome.DECLINED, NameOutcome.CONFIRMED, NameOutcome.DECLINED]


def test_what_was_decided_is_not_decided_again(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    naming.confirm(asked, cast.community_lead)
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/names/{asked.id}/confirm", 409)
    assert "Clara James has confirmed this request already" in page.text


def test_a_button_pressed_twice_confirms_once(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/names/{asked.id}/confirm")
    for _ in range(2):
        browser.submit(page, {"password": PASSWORD})
    assert decisions() == [NameOutcome.CONFIRMED]


def test_home_shows_each_name_to_confirm_with_one_act(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    naming.ask(cast.outsider, full_name="Layla Haddad-Noor")
    naming.ask(cast.colleague, full_name="Kofi B.")
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get("/")
    assert "Names to confirm" in page.text
    assert "Have you seen a document, or do you know the person by this name?" in page.text
    assert (
        "Abena Osei asked on 22 November 2026, 12:00 for: Abena Osei-Bonsu and UKCP 7." in page.text
    )
    assert page.links["Abena Osei"] == f"/names/{asked.id}/confirm"
    assert "Layla" not in page.text
    assert "Layla Haddad-Noor" in browser.sign_in(cast.administrator).get("/").text
    assert "Names to confirm" not in browser.sign_in(cast.trainee).get("/").text
    naming.confirm(asked, cast.training_lead)
    db.session.commit()
    text = browser.sign_in(cast.community_lead).get("/").text
    assert "Abena Osei-Bonsu" not in text
    assert "Kofi B." in text


@pytest.mark.parametrize(
    ("stands", "changes", "said"),
    [
        ({}, {"registration": "UKCP 7"}, "for: UKCP 7."),
        ({"registration": "UKCP 7"}, {"registration": ""}, "for: no registration."),
        ({}, {"other_name": "أبينا", "other_language": "ar"}, "for: أبينا."),
    ],
)
def test_home_names_only_what_would_change(
    browser: Browser, cast: Cast, stands: dict[str, str], changes: dict[str, str], said: str
) -> None:
    if stands:
        naming.confirm(naming.ask(cast.trainee, **stands), cast.community_lead)
    naming.ask(cast.trainee, **changes)
    page = browser.sign_in(cast.training_lead).get("/")
    assert f"Abena Osei asked on 22 November 2026, 12:00 {said}" in page.text
    marked = page.document.xpath("//main//bdi[@lang]")
    assert [(each.get("lang"), each.text) for each in marked] == (
        [("ar", "أبينا")] if "other_name" in changes else []
    )


def test_home_takes_as_many_statements_for_ten_names_as_for_one(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    browser.sign_in(cast.community_lead).get("/")
    with counted() as few:
        browser.get("/")
    for number in range(10):
        person = people.add_person(
            f"P {number}", f"p{number}@grace.example", organisation=cast.network, actor=None, at=NOW
        )
        naming.ask(person, full_name=f"Q {number}")
    db.session.commit()
    with counted() as many:
        text = browser.get("/").text
    assert len(many) == len(few)
    assert "Abena Osei-Bonsu" in text
    assert "Q 3" in text
    assert "Q 4" not in text
    assert "6 more wait after these." in text


def test_a_lead_of_one_network_does_not_learn_who_vouched_in_another(
    browser: Browser, cast: Cast
) -> None:
    """Peter supervises in Hope and comes to Grace too; Ruth should not learn of Hope by his name."""
    person = cast.outsider_supervisor
    roles.grant_role(person, Role.SUPERVISOR, cast.network, actor=cast.administrator, at=NOW)
    naming.confirm(naming.ask(person, full_name="Peter N."), cast.outsider_lead)
    asked = naming.ask(person, full_name="Peter Njoroge-Kamau")
    db.session.commit()
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/names/{asked.id}/confirm")
    assert "Supervisor, Grace Network" in page.text
    assert "The name as it stands was confirmed elsewhere, on 22 November 2026" in page.text
    naming.confirm(asked, cast.outsider_lead)
    db.session.commit()
    closed = browser.get(f"/names/{asked.id}/confirm", 409)
    assert "Somebody else has confirmed this request already" in closed.text
    for said in (page.text, closed.text):
        assert "Omar" not in said
        assert "Hope" not in said
    browser.sign_in(cast.administrator)
    assert "Omar Farouk has confirmed" in browser.get(f"/names/{asked.id}/confirm", 409).text
    assert "Omar Farouk confirmed the name" in browser.sign_in(person).get("/account").text


def test_whoever_enters_a_name_at_an_invitation_vouches_for_it(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    person, _token = invitations.invite_person(
        "Esi Brown",
        "esi@grace.example",
        Role.TRAINEE,
        cast.network,
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    assert queries.voucher_of(queries.name_in_force(person.id)) is cast.training_lead
    page = browser.sign_in(person).get("/account")
    assert "Ruth Mensah entered the name as it stands, on 22 November 2026" in page.text
    assert db.session.scalar(select(func.count()).select_from(NameRequest)) == 0
