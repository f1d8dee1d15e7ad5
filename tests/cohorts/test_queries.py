"""Who sees which cohort and enrolment, and what other rooms read of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import BEGAN, NOW, Cast, request_id
from tests.certificates.leads import second_lead
from tests.cohorts.builders import plan, take
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.modules.queries import module_progress
from trainee_tracker.cohorts.registers.queries import register_lines
from trainee_tracker.cohorts.results.queries import decisions_about
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Capacity, Meaning


@pytest.mark.parametrize(
    ("who", "sees", "leads"),
    [
        ("training_lead", True, True),
        ("community_lead", True, False),
        ("statutory_lead", True, False),
        ("supervisor", False, False),
        ("trainee", False, False),
        ("administrator", False, False),
        ("outsider_lead", False, False),
        ("outsider", False, False),
    ],
)
def test_a_cohort_is_loaded_only_through_who_may_see_it(
    cast: Cast, who: str, sees: bool, leads: bool
) -> None:
    person = getattr(cast, who)
    assert (queries.cohort_for(person, cast.cohort.id) is not None) is sees
    assert (queries.cohort_led_by(person, cast.cohort.id) is not None) is leads
    assert queries.may_manage(person, cast.cohort) is leads


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("trainee", True),
        ("training_lead", True),
        ("community_lead", True),
        ("statutory_lead", True),
        ("supervisor", True),
        ("colleague", False),
        ("administrator", False),
        ("outsider_lead", False),
        ("outsider_supervisor", False),
        ("outsider", False),
    ],
)
def test_an_enrolment_is_seen_by_its_trainee_leads_and_supervisors(
    cast: Cast, who: str, sees: bool
) -> None:
    found = queries.enrolment_for(getattr(cast, who), cast.enrolment.id)
    assert (found is not None) is sees


def test_a_supervisor_whose_role_at_the_network_ended_sees_no_enrolment_there(cast: Cast) -> None:
    (grant,) = cast.supervisor.grants
    roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.other_network, actor=None, at=NOW)
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    assert queries.enrolment_for(cast.supervisor, cast.enrolment.id) is None


def test_a_supervisor_whose_role_ended_sees_nothing_more(cast: Cast) -> None:
    grant = roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    assert queries.enrolment_for(cast.supervisor, cast.enrolment.id) is None


def test_people_find_their_own_enrolments(cast: Cast) -> None:
    assert queries.enrolments_of(cast.trainee) == [cast.enrolment]
    assert queries.enrolments_of(cast.supervisor) == []


def test_members_are_listed_by_name(cast: Cast) -> None:
    rows = queries.members_of(cast.cohort.id)
    assert [row.full_name for row in rows] == ["Abena Osei", "Kofi Boateng"]
    assert rows[0].enrolment_id == cast.enrolment.id
    assert rows[0].has_joined


def test_a_register_becomes_ledger_lines_of_the_minutes_present(cast: Cast) -> None:
    classes = plan(cast)
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    take(cast, classes[0], {abena: (Mark.PRESENT, 0), kofi: (Mark.ABSENT, 0)}, "wrong")
    take(cast, classes[0], {abena: (Mark.LATE, 20), kofi: (Mark.PRESENT, 0)}, "right", "A slip.")
    take(cast, classes[1], {abena: (Mark.APOLOGIES, 0), kofi: (Mark.PRESENT, 0)}, "next")
    lines = register_lines([abena])
    assert [(line.minutes, line.held_minutes, line.attended) for line in lines] == [
        (130, 150, True),
        (0, 150, False),
    ]
    assert {line.trainee for line in lines} == {abena}
    assert {line.activity for line in lines} == {"taught"}
    both = register_lines([abena, kofi])
    assert len({line.entry for line in both}) == len(both) == 4
    assert len({line.session for line in both}) == 2
    assert register_lines([]) == []


def test_module_outcomes_are_those_that_stand(cast: Cast) -> None:
    abena = cast.enrolment.id
    for number, (outcome, day) in enumerate(
        [
            (ModuleOutcome.PASSED, date(2026, 10, 1)),
            (ModuleOutcome.NOT_YET, date(2026, 10, 2)),
            (ModuleOutcome.PASSED, date(2026, 11, 2)),
        ]
    ):
        record_module_results(
            cast.cohort,
            "case-study",
            {abena: outcome},
            decided_on=day,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id(f"result {number}"),
            reason="Looked at again.",
        )
    outcomes = decisions_about([abena, cast.colleague_enrolment.id]).passed
    assert [(each.trainee, each.module, each.passed_on) for each in outcomes] == [
        (abena, "case-study", date(2026, 11, 2))
    ]
    assert module_progress(cast.cohort.id) == {"case-study": 1}


def test_who_leads_at_a_trust_may_open_for_any_network(cast: Cast) -> None:
    assert queries.networks_open_to(cast.training_lead) == [cast.network]
    roles.grant_role(cast.statutory_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    assert queries.networks_open_to(cast.statutory_lead) == [cast.network, cast.other_network]


def test_neither_trainees_nor_oneself_are_offered_as_supervisors(cast: Cast) -> None:
    roles.grant_role(cast.trainee, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    names = {
        row.full_name for row in queries.may_supervise(cast.cohort, asked_by=cast.training_lead)
    }
    assert names == {"Sam Okafor", "Clara James"}
    assert (
        queries.supervisor_choice(cast.cohort, cast.supervisor.id, asked_by=cast.training_lead)
        == cast.supervisor
    )
    assert (
        queries.supervisor_choice(cast.cohort, cast.trainee.id, asked_by=cast.training_lead) is None
    )


GRACE, HOPE = ("Grace Network 2026", 2), ("Hope Network 2026", 1)
"""The cohorts of the cast by name, with their trainees."""


def test_a_list_of_cohorts_shows_those_of_where_one_leads_each_with_its_own_trainees(
    cast: Cast,
) -> None:
    seen = {
        key: [(row.name, row.trainees) for row in queries.cohorts_for(getattr(cast, key))]
        for key in ("training_lead", "community_lead", "statutory_lead", "outsider_lead")
    }
    assert seen == {
        "training_lead": [GRACE],
        "community_lead": [GRACE],
        "statutory_lead": [GRACE, HOPE],
        "outsider_lead": [HOPE],
    }
    for nobody in (cast.supervisor, cast.trainee, cast.administrator):
        assert queries.cohorts_for(nobody) == []


def test_who_leads_training_at_the_partner_manages_a_cohort_too(cast: Cast) -> None:
    lead = second_lead(cast, cast.trust)
    for cohort in (cast.cohort, cast.other_cohort):
        assert queries.may_manage(lead, cohort)
        assert queries.cohort_led_by(lead, cohort.id) is cohort
    assert queries.cohort_led_by(lead, 999999) is None


def test_each_enrolment_is_found_by_its_number_and_only_in_its_cohort(cast: Cast) -> None:
    theirs = cast.outsider_enrolment
    for each in (cast.enrolment, cast.colleague_enrolment):
        assert queries.enrolment_for(cast.training_lead, each.id) is each
        assert queries.enrolment_in(cast.cohort, each.id) is each
        assert queries.enrolment_in(cast.other_cohort, each.id) is None
    assert queries.enrolment_in(cast.cohort, theirs.id) is None
    assert queries.enrolment_in(cast.other_cohort, theirs.id) is theirs
    assert queries.enrolment_for(cast.training_lead, 999999) is None
    assert [row.full_name for row in queries.members_of(cast.other_cohort.id)] == ["Layla Haddad"]


def test_the_role_of_a_supervisor_shows_no_cohort_for_which_they_were_not_approved(
    cast: Cast,
) -> None:
    person = cast.outsider_supervisor
    roles.grant_role(person, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    db.session.refresh(person)
    assert queries.enrolment_for(person, cast.enrolment.id) is None
    assert queries.enrolment_for(person, cast.outsider_enrolment.id) is cast.outsider_enrolment


def test_somebody_is_a_member_of_their_own_cohort_alone_and_of_their_own_place(cast: Cast) -> None:
    abena, place = cast.trainee, cast.enrolment
    assert queries.is_among(abena, [cast.colleague_enrolment.id, place.id])
    assert not queries.is_among(abena, [cast.colleague_enrolment.id])
    assert not queries.is_among(cast.training_lead, [place.id])
    assert queries.is_member(cast.cohort.id, abena.id)
    assert queries.is_member(cast.cohort.id, abena.id, besides="another request")
    assert not queries.is_member(cast.cohort.id, abena.id, besides=place.request_id)
    assert not queries.is_member(cast.other_cohort.id, abena.id)
    assert not queries.is_member(cast.cohort.id, cast.outsider.id)


def end_roles(cast: Cast, person: Person) -> None:
    """End every role of somebody."""
    for grant in person.grants:
        if grant.ended_at is None:
            roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.refresh(person)


def lead_of_the_trust(cast: Cast) -> Person:
    """Return Tess Hart, who leads training at the trust and took part in no cohort."""
    tess = people.add_person(
        "Tess Hart", "tess@trust.example", organisation=cast.trust, actor=None, at=BEGAN
    )
    roles.grant_role(tess, Role.TRAINING_LEAD, cast.trust, actor=None, at=BEGAN)
    return tess


def test_another_lead_is_named_where_one_leads_oneself_or_where_they_took_part(cast: Cast) -> None:
    esther, tess = second_lead(cast), lead_of_the_trust(cast)
    ended = people.add_person(
        "Efua Old", "efua@grace.example", organisation=cast.network, actor=None, at=BEGAN
    )
    roles.grant_role(ended, Role.TRAINING_LEAD, cast.network, actor=None, at=BEGAN)
    end_roles(cast, ended)

    def others(person: Person) -> list[str]:
        return queries.other_leads_of(cast.cohort, person)

    assert others(cast.training_lead) == ["Esther Boyd"]
    assert others(esther) == ["Ruth Mensah"]
    assert others(tess) == ["Ruth Mensah"], "she opened the cohort"
    assert others(cast.trainee) == ["Ruth Mensah"]
    roles.grant_role(cast.supervisor, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    assert others(cast.training_lead) == ["Esther Boyd", "Sam Okafor"]


def offered(cast: Cast, asked_by: Person) -> list[str]:
    """Return the names that a lead can choose from as supervisors of Grace's cohort."""
    return [row.full_name for row in queries.may_supervise(cast.cohort, asked_by=asked_by)]


def test_as_supervisors_only_those_are_offered_who_may_and_whom_the_lead_may_know(
    cast: Cast,
) -> None:
    esther = second_lead(cast, cast.network, cast.other_network)
    for name, role, is_over in (
        ("Adwoa, in training elsewhere", Role.TRAINEE, False),
        ("Baaba, once a supervisor", Role.SUPERVISOR, True),
        ("Comfort, a supervisor", Role.SUPERVISOR, False),
    ):
        person = people.add_person(
            name, f"{name[:3]}@x.example", organisation=cast.network, actor=None, at=BEGAN
        )
        roles.grant_role(person, role, cast.network, actor=None, at=BEGAN)
        if is_over:
            end_roles(cast, person)
    here = ["Clara James", "Comfort, a supervisor"]
    assert offered(cast, cast.training_lead) == [*here, "Esther Boyd", "Sam Okafor"]
    assert offered(cast, esther) == [*here, "Ruth Mensah", "Sam Okafor"]


def test_who_opened_supervised_or_signed_before_is_offered_without_a_role(cast: Cast) -> None:
    esther = second_lead(cast)
    for person in (cast.supervisor, cast.training_lead):
        end_roles(cast, person)
    assert offered(cast, esther) == ["Clara James", "Ruth Mensah", "Sam Okafor"]
    for signer, cohort in (
        (cast.statutory_lead, cast.cohort),
        (cast.outsider_lead, cast.other_cohort),
    ):
        sign(
            signer,
            capacity=Capacity.STATUTORY_LEAD,
            on_behalf_of="The trust",
            meaning=Meaning.GOVERNANCE_SIGNED,
            shown={},
            stream_id=cohort.stream_id,
            request_id=request_id(f"signed by {signer.id}"),
            at=NOW,
        )
    assert offered(cast, esther) == ["Clara James", "Ruth Mensah", "Sam Okafor", "Tom Reid"]
    seen = set(db.session.scalars(queries.seen_in(cast.cohort)))
    assert seen == {
        cast.trainee.id,
        cast.colleague.id,
        cast.supervisor.id,
        cast.training_lead.id,
        cast.statutory_lead.id,
    }


def test_who_took_part_in_a_cohort_with_another_partner_is_not_shown(cast: Cast) -> None:
    other_trust = organisations.add_organisation("Town Trust", Side.STATUTORY, actor=None, at=BEGAN)
    cohort = actions.open_cohort(
        cast.cohort.version,
        cast.network,
        other_trust,
        name="With the Town Trust",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.training_lead,
        at=BEGAN,
        request_id=request_id("with another trust"),
    )
    actions.approve_supervisor(
        cohort,
        cast.outsider_supervisor,
        approved_from=date(2026, 9, 7),
        approved_until=None,
        actor=cast.training_lead,
        at=BEGAN,
    )
    end_roles(cast, cast.outsider_supervisor)
    assert "Peter Njoroge" not in offered(cast, cast.training_lead)
    assert queries.partnerships() == {
        (cast.network.id, cast.trust.id),
        (cast.other_network.id, cast.trust.id),
        (cast.network.id, other_trust.id),
    }


def test_a_cohort_has_its_own_sites(cast: Cast) -> None:
    sites = {
        each.name: [site.name for site in queries.sites_of_cohort(each.id)]
        for each in (cast.cohort, cast.other_cohort)
    }
    assert sites == {"Grace Network 2026": ["Grace Hall"], "Hope Network 2026": ["Hope House"]}
