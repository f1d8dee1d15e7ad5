"""What is read of certificates that the record no longer supports, and by whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import update

from tests.cast import NOW, Cast, lead_governance
from tests.certificates.leads import second_lead
from tests.certificates.support.changing import first_practice, keep, take_back
from tests.certificates.test_queries import make_one_each
from tests.governance.builders import change_sides, lead_elsewhere
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support import queries
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.certificates.support.rules import Finding, Verdict
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side


def state(verdict: Verdict, *, is_kept: bool) -> queries.SupportState:
    return queries.SupportState(7, Finding(verdict, ()), is_kept, NOW)


@pytest.mark.parametrize(
    ("verdict", "is_kept", "is_under_review", "may_be_reissued"),
    [
        (Verdict.SUPPORTED, False, False, True),
        (Verdict.SUPPORTED, True, False, True),
        (Verdict.LOWER, False, True, True),
        (Verdict.LOWER, True, False, True),
        (Verdict.UNSUPPORTED, False, True, False),
        (Verdict.UNSUPPORTED, True, False, True),
    ],
)
def test_what_is_found_and_not_kept_is_under_review(
    verdict: Verdict, is_kept: bool, is_under_review: bool, may_be_reissued: bool
) -> None:
    found = state(verdict, is_kept=is_kept)
    assert (found.verdict, found.found_on) == (verdict, NOW.date())
    assert found.is_under_review is is_under_review
    assert found.may_be_reissued is may_be_reissued
    for has_signed in (True, False):
        row = queries.SupportRow(
            state=found,
            enrolment_id=1,
            kind=None,  # type: ignore[arg-type]
            holder="Abena Osei",
            cohort_id=1,
            cohort="Grace Network 2026",
            issued_on=NOW.date(),
            kept=frozenset(),
            has_signed=has_signed,
        )
        assert row.needs_reader is (is_under_review and not has_signed)


def find(
    verdict: Verdict, certificate_ids: Collection[int] | None = None, *, is_kept: bool = False
) -> None:
    """Store this as what was found of certificates, of all where none are named."""
    changed = update(StoredSupport).values(
        verdict=verdict, finding=Finding(verdict, ()).to_json(), is_kept=is_kept
    )
    if certificate_ids is not None:
        changed = changed.where(StoredSupport.certificate_id.in_(certificate_ids))
    db.session.execute(changed)
    db.session.commit()


def ids_by_holder(award: Certificate) -> dict[str, int]:
    """Return the award, and everybody's progress certificate, by who holds it."""
    found = db.session.query(Certificate).filter(Certificate.id != award.id)
    return {"award": award.id} | {each.enrolment.person.full_name: each.id for each in found}


@pytest.mark.parametrize(
    ("who", "oversees", "keeps"),
    [
        ("training_lead", {"award", "Abena Osei", "Kofi Boateng"}, False),
        ("community_lead", {"award", "Abena Osei", "Kofi Boateng"}, True),
        ("statutory_lead", {"award", "Abena Osei", "Kofi Boateng", "Layla Haddad"}, True),
        ("outsider_lead", {"Layla Haddad"}, False),
        ("trainee", set(), False),
        ("supervisor", set(), False),
        ("administrator", set(), False),
        # He leads governance, and what is his own is decided by others.
        ("colleague", {"award", "Abena Osei"}, True),
    ],
)
def test_what_is_no_longer_supported_is_seen_by_who_leads_and_never_one_s_own(
    cast: Cast, award: Certificate, who: str, oversees: set[str], keeps: bool
) -> None:
    make_one_each(cast)
    if who == "colleague":
        lead_governance(cast, cast.colleague, cast.network)
    ids = ids_by_holder(award)
    names = {number: name for name, number in ids.items()}
    find(Verdict.UNSUPPORTED)
    person: Person = getattr(cast, who)

    overseen = [queries.certificate_overseen_by(person, each) for each in names]
    kept = [queries.award_to_keep(person, each) for each in names]
    rows, has_more = queries.no_longer_supported(person)
    assert {names[each.id] for each in overseen if each} == oversees
    assert {names[each.id] for each in kept if each} == (oversees if keeps else set())
    assert sorted(names[row.state.certificate_id] for row in rows) == sorted(oversees)
    assert not has_more
    assert set(queries.told_of(person, list(names))) == {award.id} & {ids[e] for e in oversees}


def test_only_awards_that_nobody_decided_about_are_told_of(cast: Cast, award: Certificate) -> None:
    make_one_each(cast)
    ids = ids_by_holder(award)
    find(Verdict.UNSUPPORTED)
    everything = list(ids.values())
    assert list(queries.told_of(cast.training_lead, everything)) == [award.id]
    assert queries.told_of(cast.training_lead, [ids["Kofi Boateng"]]) == {}
    find(Verdict.UNSUPPORTED, is_kept=True)
    assert queries.told_of(cast.training_lead, everything) == {}


def test_a_cohort_is_told_of_its_own_awards_alone(cast: Cast, award: Certificate) -> None:
    make_one_each(cast)
    ids = ids_by_holder(award)
    find(Verdict.UNSUPPORTED)
    assert list(queries.awards_no_longer_supported_in(cast.cohort.id)) == [cast.enrolment.id]
    assert queries.awards_no_longer_supported_in(cast.other_cohort.id) == {}
    find(Verdict.SUPPORTED, [award.id])
    assert queries.awards_no_longer_supported_in(cast.cohort.id) == {}

    listed, has_more = queries.no_longer_supported(cast.training_lead, length=2)
    assert {row.state.certificate_id for row in listed} == {ids["Abena Osei"], ids["Kofi Boateng"]}
    assert not has_more
    first, has_more = queries.no_longer_supported(cast.training_lead, length=1)
    second, has_no_more = queries.no_longer_supported(cast.training_lead, page=2, length=1)
    assert [row.state for row in first + second] == [row.state for row in listed]
    assert (has_more, has_no_more) == (True, False)
    # Of two that are as bad, the one found first; and whose cohort each is.
    assert [(row.holder, row.cohort) for row in listed] == [
        ("Abena Osei", "Grace Network 2026"),
        ("Kofi Boateng", "Grace Network 2026"),
    ]
    assert list(queries.supports_of([award.id])) == [award.id]
    assert queries.award_holders(cast.cohort) == ["Abena Osei"]
    assert queries.award_holders(cast.other_cohort) == []
    ending.revoke_certificate(
        award, reason="A slip", actor=cast.training_lead, at=NOW, request_id=str(uuid4())
    )
    db.session.commit()
    assert queries.award_holders(cast.cohort) == []


def test_a_stranger_learns_of_the_certificate_whose_serial_it_is(
    cast: Cast, award: Certificate
) -> None:
    make_one_each(cast)
    find(Verdict.UNSUPPORTED, [award.id])
    for each in db.session.query(Certificate):
        public = queries.support_by_serial(each.serial)
        assert public is not None
        assert public.is_under_review is (each.id == award.id)
        assert public.kept_on is None
    assert queries.support_by_serial("unknown") is None


def lead_training(person: Person, organisation: Organisation) -> None:
    roles.grant_role(person, Role.TRAINING_LEAD, organisation, actor=None, at=NOW)


def test_who_can_decide_leads_now_here_and_has_not_signed_and_is_not_the_holder(
    cast: Cast, award: Certificate
) -> None:
    """Of those who lead, some do so elsewhere, did so once, signed already or hold the award."""
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    lead_training(cast.trainee, cast.network)
    lead_governance(cast, cast.trainee, cast.network)
    lead_elsewhere(cast, cast.outsider_lead)
    lead_training(cast.outsider, cast.trust)
    before = second_lead(cast)
    [grant] = [each for each in before.grants if each.role is Role.TRAINING_LEAD]
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()

    deciding = queries.deciding_on(award, recount_of(award).finding)
    assert deciding.signed == {}
    assert deciding.could_sign == {
        Side.COMMUNITY: {cast.community_lead.id: "Clara James"},
        Side.STATUTORY: {cast.statutory_lead.id: "Tom Reid"},
    }
    assert deciding.could_revoke == {
        cast.training_lead.id: "Ruth Mensah",
        cast.outsider.id: "Layla Haddad",
    }

    keep(award, cast.community_lead, reason="The family confirmed it")
    db.session.commit()
    # She leads for the other side now, and has signed already.
    change_sides(cast)
    deciding = queries.deciding_on(award, recount_of(award).finding)
    assert {side: row.who for side, row in deciding.signed.items()} == {
        Side.COMMUNITY: "Clara James"
    }
    assert deciding.could_sign == {Side.STATUTORY: {cast.statutory_lead.id: "Tom Reid"}}
    [kept] = queries.keeping_rows(award)
    assert (kept.person_id, kept.reason) == (cast.community_lead.id, "The family confirmed it")
    assert kept.at.date() == date(2026, 11, 25)
