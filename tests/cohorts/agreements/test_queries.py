"""Who agreed to which fewer checks, what is still to be agreed, and who is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.asking import asking_enrolment
from tests.cast import BEGAN, NOW, Cast, request_id
from tests.certificates.leads import second_lead
from tests.moving.agreeing import (
    ENOUGH,
    agree,
    agree_both,
    ask,
    decline,
    publish_unchecked,
)
from tests.moving.moves import move, publish
from trainee_tracker.accreditation.unchecked_terms import GovernanceNeed
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.cohorts.actions import open_cohort
from trainee_tracker.cohorts.agreements import queries
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of, terms_of
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.moving.agreements.actions import ask_terms
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations.actions import add_organisation
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side

EXTRA = GovernanceNeed("first-aid", "First aid", ("practice",))
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def unchecked(cast: Cast) -> CourseVersion:
    """Version 2 of Grace's course, which asks for no check at all."""
    return publish_unchecked(cast)


@pytest.fixture
def town(cast: Cast) -> Organisation:
    """Another trust, with which Grace has no cohort."""
    return add_organisation("Town Trust", Side.STATUTORY, actor=None, at=BEGAN)


def ask_for(
    version: CourseVersion, organisation: Organisation, partner: Organisation, actor: Person
) -> TermsRequest:
    """Ask two organisations to agree to a version."""
    return ask_terms(
        version,
        organisation,
        partner,
        reason=ENOUGH,
        actor=actor,
        at=NOW,
        request_id=str(uuid4()),
    )


def declined(request: TermsRequest, lead: Person) -> None:
    """Let a lead decline for their side, and read the answer with the request from then on."""
    decline(request, lead)
    db.session.expire(request)


def open_beside(cast: Cast, partner: Organisation) -> None:
    """Open another cohort of Grace on its course, with another partner."""
    open_cohort(
        cast.cohort.version,
        cast.network,
        partner,
        name="Beside",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.training_lead,
        at=BEGAN,
        request_id=request_id("beside"),
    )


def test_a_move_is_compared_with_every_version_that_the_cohort_itself_has_followed(
    cast: Cast,
) -> None:
    before = draft_terms_of(cast.cohort.version.course)
    stricter = publish(cast, replace(before, governance=(*before.governance, EXTRA)))
    as_at_first = publish(cast, before)
    fewer = publish(cast, replace(before, governance=before.governance[1:]))
    assert queries.looser_at_move(cast.cohort, as_at_first) == ()
    opened_with = queries.looser_at_move(cast.cohort, fewer)
    assert opened_with
    move(cast, stricter)
    (gone,) = queries.looser_at_move(cast.cohort, as_at_first)
    assert "First aid" in str(gone)
    assert queries.looser_at_move(cast.other_cohort, as_at_first) == ()
    agree_both(cast, fewer)
    move(cast, fewer, name="to fewer")
    assert set(queries.looser_at_move(cast.cohort, fewer)) >= set(opened_with)


def test_an_agreement_covers_its_partnership_its_course_and_what_is_no_looser(
    cast: Cast, unchecked: CourseVersion
) -> None:
    before = draft_terms_of(cast.other_cohort.version.course)
    some = publish(cast, replace(before, governance=before.governance[1:]))
    network, trust, other = cast.network.id, cast.trust.id, cast.other_network.id
    sentences = queries.looser_at_opening(unchecked, network, trust)
    of_some = queries.looser_at_move(cast.cohort, some)
    assert set(of_some) < set(sentences)

    def missing(version: CourseVersion, community: int, partner: int) -> tuple[Message, ...]:
        return queries.not_agreed(version, community, partner, sentences)

    agree_both(cast, some)
    assert missing(unchecked, network, trust) == sentences
    assert queries.not_agreed(some, network, trust, of_some) == ()
    needed = queries.agreement_needed(unchecked, network, trust)
    assert needed is not None
    assert (needed.version, needed.missing, needed.last) == (unchecked, sentences, None)
    agree_both(cast, unchecked)
    assert missing(unchecked, network, trust) == ()
    assert missing(some, network, trust) == ()
    for partnership in ((other, trust), (network, other)):
        assert missing(unchecked, *partnership) == sentences
    assert missing(cast.other_cohort.version, network, trust) == sentences
    assert queries.agreement_needed(unchecked, network, trust) is None
    assert queries.not_agreed(unchecked, other, trust, ()) == ()


def test_opening_a_cohort_relies_on_the_streams_of_just_what_it_is_compared_with(
    cast: Cast, town: Organisation
) -> None:
    open_beside(cast, town)
    version = cast.cohort.version
    assert queries.streams_at_opening(version, cast.network, cast.trust.id) == {
        INSTALLATION,
        version.course.stream_id,
        cast.network.stream_id,
        cast.cohort.stream_id,
    }


def test_the_newest_request_is_for_the_version_and_both_organisations(
    cast: Cast, unchecked: CourseVersion, town: Organisation
) -> None:
    network, trust = cast.network.id, cast.trust.id
    first = ask(cast, unchecked)
    declined(first, cast.statutory_lead)
    second = ask(cast, unchecked)
    esther = second_lead(cast, cast.trust)
    elsewhere = ask_for(unchecked, cast.other_network, cast.trust, esther)
    with_town = ask_for(unchecked, cast.network, town, cast.training_lead)
    assert queries.last_request(unchecked.id, network, trust) is second
    assert queries.last_request(unchecked.id, network, trust, besides=second.request_id) is first
    assert queries.last_request(cast.cohort.course_version_id, network, trust) is None
    assert queries.last_request(unchecked.id, cast.other_network.id, trust) is elsewhere
    assert queries.last_request(unchecked.id, network, town.id) is with_town


def test_a_request_is_read_by_those_who_lead_on_one_of_its_sides(
    cast: Cast, unchecked: CourseVersion
) -> None:
    first = ask(cast, unchecked)
    declined(first, cast.statutory_lead)
    second = ask(cast, unchecked)
    for reader in (cast.training_lead, cast.community_lead, cast.statutory_lead):
        for request in (first, second):
            assert queries.request_for(reader, request.id) is request
    for nobody in (cast.trainee, cast.supervisor, cast.outsider_lead, cast.administrator):
        assert queries.request_for(nobody, first.id) is None


def test_a_request_waits_for_each_side_until_it_answers_and_for_none_once_declined(
    cast: Cast, unchecked: CourseVersion
) -> None:
    esther = second_lead(cast, cast.trust)
    terms = terms_of(cast.cohort.version)
    some = publish(cast, replace(terms, governance=terms.governance[1:]))
    one, other = ask(cast, unchecked), ask(cast, some)
    of_hope = ask_for(unchecked, cast.other_network, cast.trust, esther)
    community, statutory = cast.community_lead, cast.statutory_lead

    def waits() -> tuple[list[TermsRequest], list[TermsRequest]]:
        return queries.waiting_for(community), queries.waiting_for(statutory)

    another = ask(cast, publish(cast, replace(terms, governance=(EXTRA,))))
    assert waits() == ([one, other, another], [one, other, of_hope, another])
    declined(another, community)
    assert waits() == ([one, other], [one, other, of_hope]), "one side that declines is enough"
    for nobody in (cast.training_lead, esther, cast.trainee):
        assert queries.waiting_for(nobody) == []
    agree(one, community)
    agree(other, statutory)
    assert waits() == ([other], [one, of_hope])
    agree(one, statutory)
    assert waits() == ([other], [of_hope])
    declined(other, community)
    declined(of_hope, statutory)
    assert waits() == ([], [])


def test_nobody_is_asked_to_answer_what_they_asked_for_themselves(
    cast: Cast, unchecked: CourseVersion
) -> None:
    roles.grant_role(cast.community_lead, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.refresh(cast.community_lead)
    request = ask(cast, unchecked, actor=cast.community_lead)
    assert queries.waiting_for(cast.community_lead) == []
    assert queries.waiting_for(cast.statutory_lead) == [request]


def test_who_asked_is_told_what_was_decided_since_of_their_newest_request(
    cast: Cast, unchecked: CourseVersion, town: Organisation
) -> None:
    ruth, esther = cast.training_lead, second_lead(cast, cast.network, cast.trust)
    since = NOW - A_SECOND

    def told(person: Person) -> list[TermsRequest]:
        return queries.answered_for(person, since=since)

    first = ask(cast, unchecked)
    assert told(ruth) == []
    agree(first, cast.community_lead)
    assert told(ruth) == [], "one side has not answered"
    declined(first, cast.statutory_lead)
    assert told(ruth) == [first]
    assert told(esther) == []
    assert queries.answered_for(ruth, since=NOW) == []
    # What was asked more often of others, or for another version, takes no place.
    as_first = cast.cohort.version
    other = publish(cast, replace(terms_of(as_first), governance=(EXTRA,)))
    for version, organisation, partner in (
        (other, cast.network, cast.trust),
        (unchecked, cast.other_network, cast.trust),
        (unchecked, cast.network, town),
    ):
        for _time in range(2):
            lead = cast.community_lead if partner is town else cast.statutory_lead
            declined(ask_for(version, organisation, partner, esther), lead)
    assert told(ruth) == [first]
    waits = ask(cast, unchecked)
    assert told(ruth) == []
    declined(waits, cast.community_lead)
    assert told(ruth) == [waits]
    for grant in ruth.grants:
        roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.refresh(ruth)
    assert told(ruth) == []
    roles.grant_role(ruth, Role.TRAINING_LEAD, cast.other_network, actor=None, at=NOW)
    db.session.refresh(ruth)
    assert told(ruth) == [], "they lead elsewhere now"


def test_who_trains_on_a_course_is_who_trains_there_with_that_partner(
    cast: Cast, unchecked: CourseVersion, town: Organisation
) -> None:
    kofi = asking_enrolment(cast)
    course, theirs = cast.cohort.version.course_id, cast.other_cohort.version.course_id
    network, trust, other = cast.network.id, cast.trust.id, cast.other_network.id
    abena_and_kofi = {cast.trainee.id, cast.colleague.id}
    assert queries.trainees_on(course, network, trust) == abena_and_kofi
    assert queries.trainees_on(kofi.cohort.version.course_id, network, trust) == {kofi.person_id}
    assert queries.trainees_on(theirs, other, trust) == {cast.outsider.id}
    for course_id, *partnership in (
        (theirs, network, trust),
        (course, other, trust),
        (course, network, town.id),
    ):
        assert queries.trainees_on(course_id, *partnership) == set()
    request = ask(cast, unchecked)
    assert queries.trains_on(cast.trainee.id, request)
    assert not queries.trains_on(cast.outsider.id, request)


def test_a_version_is_asked_for_by_who_could_open_a_cohort_on_it(
    cast: Cast, unchecked: CourseVersion, town: Organisation
) -> None:
    network, trust, other = cast.network, cast.trust, cast.other_network
    version, theirs = cast.cohort.version, cast.other_cohort.version
    of_trust = second_lead(cast, trust)
    platform = next(each.organisation for each in cast.administrator.grants)
    ruth = cast.training_lead

    def may_ask(
        person: Person, asked: CourseVersion, community: Organisation, partner: Organisation
    ) -> bool:
        found = queries.requestable_version(person, asked.id, community.id, partner.id)
        assert found in (None, asked)
        return found is not None

    assert may_ask(ruth, version, network, trust)
    assert may_ask(ruth, unchecked, network, trust)
    assert may_ask(of_trust, version, network, trust), "a cohort of the two follows it"
    assert not may_ask(of_trust, version, other, trust)
    assert not may_ask(of_trust, theirs, network, trust)
    assert not may_ask(ruth, version, other, trust)
    assert not may_ask(ruth, version, network, other)
    assert not may_ask(cast.community_lead, version, network, trust)
    assert not may_ask(cast.outsider_lead, version, network, trust)
    roles.grant_role(ruth, Role.TRAINING_LEAD, platform, actor=None, at=NOW)
    db.session.refresh(ruth)
    assert not may_ask(ruth, version, platform, trust), "it is no network"
    roles.grant_role(cast.outsider_lead, Role.TRAINING_LEAD, town, actor=None, at=NOW)
    db.session.refresh(cast.outsider_lead)
    assert not may_ask(cast.outsider_lead, version, network, trust), "they lead another trust"


def test_the_cohorts_of_a_request_are_those_of_its_partnership_on_another_version(
    cast: Cast, unchecked: CourseVersion, town: Organisation
) -> None:
    open_beside(cast, town)
    asking_enrolment(cast)
    request = agree_both(cast, unchecked)
    assert queries.cohorts_on(request) == [cast.cohort]
    move(cast, unchecked)
    db.session.expire_all()
    assert queries.cohorts_on(request) == []
