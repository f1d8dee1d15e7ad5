"""Who finds which certificates, and what is read of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.certificates.conftest import ADDRESS
from tests.certificates.leads import second_lead
from tests.done_once import done_once
from tests.hours.builders import decided, submitted
from tests.naming import name_anew
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing.actions import issue_progress
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.rules import CertificateStatus
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours.signing.actions import reverse_hours
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def make(enrolment: Enrolment, *, days: int = 0) -> Certificate:
    """Have a trainee make a progress certificate some days after noon of the test."""
    made = issue_progress(
        enrolment,
        address=ADDRESS,
        actor=enrolment.person,
        at=NOW + timedelta(days=days),
        request_id=str(uuid4()),
    )
    db.session.commit()
    return made


@done_once
def make_one_each(cast: Cast) -> None:
    """Have everybody who trains make a progress certificate: Abena, Layla, and Kofi last."""
    for each in (cast.enrolment, cast.outsider_enrolment, cast.colleague_enrolment):
        make(each)


def holders_by_id() -> dict[int, str]:
    """Return the id of every certificate, and who holds it."""
    return {each.id: each.enrolment.person.full_name for each in db.session.query(Certificate)}


def person_called(cast: Cast, who: str) -> Person:
    """Return one of the cast, or Esther Boyd, who leads training for the trust."""
    return second_lead(cast, cast.trust) if who == "partner_lead" else getattr(cast, who)


@pytest.mark.parametrize(
    ("who", "sees", "leads"),
    [
        ("training_lead", {"Abena Osei", "Kofi Boateng"}, True),
        ("outsider_lead", {"Layla Haddad"}, True),
        ("partner_lead", {"Abena Osei", "Kofi Boateng", "Layla Haddad"}, True),
        ("trainee", {"Abena Osei"}, False),
        ("colleague", {"Kofi Boateng"}, False),
        ("outsider", {"Layla Haddad"}, False),
        ("supervisor", set(), False),
        ("community_lead", set(), False),
        ("statutory_lead", set(), False),
        ("administrator", set(), False),
    ],
)
def test_a_certificate_is_found_by_its_holder_and_by_who_leads_the_training(
    cast: Cast, who: str, sees: set[str], leads: bool
) -> None:
    make_one_each(cast)
    person, holders = person_called(cast, who), holders_by_id()
    found = {each: queries.certificate_for(person, each) for each in holders}
    led = {each: queries.certificate_led_by(person, each) for each in holders}
    listed, _has_more = queries.certificates_for(person)
    assert {holders[each] for each, row in found.items() if row} == sees
    assert {holders[each] for each, row in led.items() if row} == (sees if leads else set())
    assert sorted(row.holder for row in listed) == sorted(sees)
    assert all(row is None or row.id == each for each, row in [*found.items(), *led.items()])
    for row in listed:
        assert row.cohort == ("Hope" if row.holder == "Layla Haddad" else "Grace") + " Network 2026"


def test_a_list_goes_on_on_its_next_page_until_its_last(cast: Cast) -> None:
    make_one_each(cast)
    pages = [
        queries.certificates_for(cast.training_lead, page=page, length=1) for page in (1, 2, 3)
    ]
    shown = [([row.holder for row in rows], has_more) for rows, has_more in pages]
    assert shown == [(["Kofi Boateng"], True), (["Abena Osei"], False), ([], False)]
    assert queries.certificates_for(cast.training_lead, length=2)[1] is False


def test_each_row_says_where_its_own_certificate_stands(cast: Cast) -> None:
    make_one_each(cast)
    kofis = queries.newest_certificate(cast.colleague_enrolment.id, CertificateKind.PROGRESS)
    assert kofis is not None
    ending.revoke_certificate(
        kofis, reason="A slip", actor=cast.training_lead, at=NOW, request_id=str(uuid4())
    )
    make(cast.enrolment, days=1)
    rows, _has_more = queries.certificates_for(cast.training_lead)
    assert [(row.holder, row.status) for row in rows] == [
        ("Abena Osei", CertificateStatus.VALID),
        ("Kofi Boateng", CertificateStatus.REVOKED),
        ("Abena Osei", CertificateStatus.SUPERSEDED),
    ]


def test_enrolments_of_another_cohort_are_left_out_and_so_is_who_was_not_chosen(
    cast: Cast,
) -> None:
    chosen = [cast.enrolment.id, cast.outsider_enrolment.id]
    assert list(queries.enrolments_in(cast.cohort.id, chosen)) == [cast.enrolment]


def test_one_s_own_enrolment_is_found_by_its_number(cast: Cast) -> None:
    assert queries.own_enrolment(cast.colleague, cast.colleague_enrolment.id) is not None
    assert queries.own_enrolment(cast.colleague, cast.enrolment.id) is None


def test_the_newest_of_a_kind_is_the_trainee_s_own_and_superseded_by_none(
    cast: Cast, award: Certificate
) -> None:
    first = make(cast.enrolment)
    kofis = make(cast.colleague_enrolment)
    name_anew(cast.trainee, "Abena Mensah")
    second = make(cast.enrolment, days=1)
    progress = CertificateKind.PROGRESS
    assert queries.newest_certificate(cast.enrolment.id, progress) is second
    assert queries.newest_certificate(cast.colleague_enrolment.id, progress) is kofis
    assert queries.award_in_force(cast.enrolment.id) is award
    assert queries.award_in_force(cast.colleague_enrolment.id) is None
    assert queries.newest_in_place_of(first) is second
    for newest in (second, kofis, award):
        assert queries.newest_in_place_of(newest) is None
    assert queries.successor_of(first) is second
    assert queries.successor_of(kofis) is None


def test_only_what_still_stands_signed_off_for_a_trainee_counts_for_a_signer(cast: Cast) -> None:
    decided(cast, submitted(cast, minutes=60))
    decided(cast, submitted(cast, minutes=90), reason="Another day")
    decided(cast, submitted(cast, enrolment=cast.colleague_enrolment, minutes=120))
    taken_back = submitted(cast, minutes=45)
    decided(cast, taken_back)
    reverse_hours(taken_back, reason="A slip", actor=cast.supervisor, at=NOW, request_id=uuid4())
    db.session.commit()
    found = queries.minutes_signed_off(cast.enrolment.id)
    assert [(each.signer_name, each.minutes) for each in found] == [("Sam Okafor", 60)]
    name_anew(cast.supervisor, "Samuel Okafor")
    decided(cast, submitted(cast, minutes=30))
    found = queries.minutes_signed_off(cast.enrolment.id)
    assert [(each.signer_name, each.minutes) for each in found] == [("Samuel Okafor", 90)]


def test_a_role_was_held_from_when_it_was_given_until_it_ended(cast: Cast) -> None:
    """The role of a training lead, at the trust, for the two days before the test."""
    lead = second_lead(cast)
    began, ended = NOW - timedelta(days=2), NOW
    for organisation in (cast.trust, cast.other_network):
        grant = roles.grant_role(lead, Role.SUPERVISOR, organisation, actor=None, at=began)
        if organisation is cast.trust:
            roles.end_role(grant, actor=cast.administrator, at=ended)
    second = timedelta(seconds=1)
    places = [
        queries.places_of_role(lead.id, Role.SUPERVISOR, at)
        for at in (began - second, began, ended - second, ended)
    ]
    both = {cast.trust.id, cast.other_network.id}
    assert places == [set(), both, both, {cast.other_network.id}]
    assert queries.places_of_role(lead.id, Role.TRAINING_LEAD, NOW) == {cast.network.id}
    assert queries.places_of_role(cast.trainee.id, Role.SUPERVISOR, NOW) == set()
