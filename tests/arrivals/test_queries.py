"""What an invitation offers, and who can not be the person who was entered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import NOW, Cast, request_id
from tests.cohorts.builders import plan
from tests.hours.builders import submitted
from trainee_tracker.arrivals import queries
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.cohorts.models import (
    Enrolment,
    ModuleResult,
    Register,
    RegisterMark,
    Supervision,
    VersionMove,
)
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import ResultAct, ResultKind
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.governance.items import Level
from trainee_tracker.governance.models import GovernanceEvent, GovernanceItem, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.hours.models import HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations.actions import invite
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.invitations.queries import invitation_by_token
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Capacity, Meaning

DAY = date(2026, 10, 1)


def invited(cast: Cast, person: Person, by: Person | None) -> Invitation:
    """Return an invitation of somebody."""
    found = invitation_by_token(invite(person, actor=by, at=NOW))
    assert found is not None
    return found


def test_an_invitation_offers_the_roles_and_cohorts_of_the_person_who_was_entered(
    cast: Cast,
) -> None:
    ended = roles.grant_role(cast.trainee, Role.SUPERVISOR, cast.other_network, actor=None, at=NOW)
    roles.end_role(ended, actor=cast.administrator, at=NOW)
    offer = queries.offer_of(invited(cast, cast.trainee, cast.training_lead))
    assert offer.invited_by == "Ruth Mensah"
    assert [(each.role, each.organisation) for each in offer.roles] == [
        (Role.TRAINEE, "Grace Network")
    ]
    assert offer.cohorts == ["Grace Network 2026"]
    assert (offer.has_account, offer.is_return) == (False, True)


@pytest.mark.parametrize(
    ("email", "has_account"), [("layla@hope.example", True), ("new@hope.example", False)]
)
def test_whose_address_opens_an_account_accepts_as_themselves(
    cast: Cast, email: str, has_account: bool
) -> None:
    entered = people.add_person(
        "Layla Somebody", email, organisation=cast.network, actor=None, at=NOW
    )
    offer = queries.offer_of(invited(cast, entered, None))
    assert (offer.has_account, offer.is_return) == (has_account, False)
    assert (offer.invited_by, list(offer.roles), offer.cohorts) == ("", [], [])


def newcomer(cast: Cast, does: str) -> Person:
    """Return somebody new, named after what they do."""
    address = f"{does.replace(' ', '.')}@x.example"
    return people.add_person(does, address, organisation=cast.network, actor=None, at=NOW)


def record(actor: Person, model: type[Any], /, **given: Any) -> Any:
    """Write a row that somebody recorded, as an action would."""
    if hasattr(model, "request_id"):
        given |= {"request_id": request_id(f"{model} {actor.id}"), "request_digest": ""}
    row = model(recorded_at=NOW, recorded_by_id=actor.id, **given)
    db.session.add(row)
    db.session.flush()
    return row


def test_nobody_is_somebody_about_whom_they_have_recorded_anything(cast: Cast) -> None:
    """Each kind of row about Abena is recorded by a person of its own; Ruth wrote what it needs."""
    abena, place, ruth = cast.trainee, cast.enrolment, cast.training_lead
    grace, hope = cast.cohort, cast.other_cohort
    recorders: dict[str, Person] = {}
    uninvolved = [cast.administrator]

    def of(kind: str) -> Person:
        recorders[kind] = newcomer(cast, kind)
        return recorders[kind]

    def write(kind: str, model: type[Any], /, **given: Any) -> Any:
        return record(of(kind), model, stream_id=grace.stream_id, **given)

    def by_ruth(model: type[Any], /, **given: Any) -> Any:
        return record(ruth, model, stream_id=grace.stream_id, **given)

    roles.grant_role(abena, Role.SUPERVISOR, cast.other_network, actor=of("role"), at=NOW)
    write("place", Enrolment, cohort_id=hope.id, entered_id=abena.id, enrolled_on=DAY)
    write("approval", Supervision, cohort_id=hope.id, entered_id=abena.id, approved_from=DAY)
    write(
        "move",
        VersionMove,
        cohort_id=grace.id,
        sequence=1,
        from_version_id=grace.opened_version_id,
        to_version_id=hope.opened_version_id,
        reason="",
    )
    terms: dict[str, Any] = {
        "version_id": grace.opened_version_id,
        "organisation_id": cast.network.id,
        "partner_id": cast.trust.id,
        "looser": "[]",
        "reason": "",
    }
    write("request", TermsRequest, sequence=1, **terms)
    asked = by_ruth(TermsRequest, sequence=2, **terms)
    platform = next(each.organisation_id for each in cast.administrator.grants)
    answer: dict[str, Any] = {"side": Side.COMMUNITY, "is_agreed": False, "reason": "No."}
    for number, other in enumerate(({"organisation_id": platform}, {"partner_id": platform})):
        asker, answerer = (newcomer(cast, f"{each}{number}") for each in ("asks", "answers"))
        elsewhere = record(
            asker, TermsRequest, stream_id=grace.stream_id, sequence=1, **terms | other
        )
        record(
            answerer,
            TermsAgreement,
            stream_id=grace.stream_id,
            terms_request_id=elsewhere.id,
            **answer,
        )
        uninvolved += [asker, answerer]
    write(
        "answer",
        TermsAgreement,
        terms_request_id=asked.id,
        **answer,
    )
    check = by_ruth(
        GovernanceRecord,
        item_id=item_of(cast).id,
        entered_id=abena.id,
        outcome="clear",
        is_clear=True,
        valid_from=DAY,
        valid_to=date(2027, 10, 1),
    )
    write(
        "check",
        GovernanceEvent,
        record_id=check.id,
        sequence=1,
        action=GovernanceAction.PROPOSED,
    )
    write("step of hours", HoursEvent, **step_after(submitted(cast).id))
    (held, *_later) = plan(cast)
    register = by_ruth(Register, teaching_session_id=held.id, sequence=1)
    write(
        "mark",
        RegisterMark,
        register_id=register.id,
        enrolment_id=place.id,
        mark=Mark.PRESENT,
        minutes_late=0,
        minutes_present=150,
    )
    write(
        "module",
        ModuleResult,
        enrolment_id=place.id,
        module_key="case-study",
        sequence=1,
        outcome=ModuleOutcome.PASSED,
        decided_on=DAY,
    )
    write(
        "result",
        CourseResult,
        enrolment_id=place.id,
        kind=ResultKind.EVIDENCE,
        subject="case-study",
        amount=1,
        is_harmful=False,
        act=ResultAct.RECORDED,
        decided_on=DAY,
        sequence=1,
    )
    certificate = write("certificate", Certificate, **a_certificate(place, "first"))
    signature, _is_new = sign(
        ruth,
        capacity=Capacity.TRAINING_LEAD,
        on_behalf_of="Grace",
        meaning=Meaning.CERTIFICATE_REVOKED,
        shown={},
        stream_id=grace.stream_id,
        request_id=request_id("signature"),
        at=NOW,
    )
    write(
        "keeping",
        CertificateKeeping,
        certificate_id=certificate.id,
        side=Side.COMMUNITY,
        finding="{}",
        finding_digest="",
        reason="",
        signature_id=signature.id,
    )
    write(
        "revocation",
        CertificateRevocation,
        certificate_id=certificate.id,
        reason="",
        signature_id=signature.id,
    )
    conflicts = {
        kind for kind, person in recorders.items() if queries.conflict_of(abena.id, person.id)
    }
    assert conflicts == set(recorders)
    assert "nobody does that for themselves" in str(
        queries.conflict_of(abena.id, recorders["mark"].id)
    )
    for person in recorders.values():
        assert queries.conflict_of(cast.colleague.id, person.id) is None or person in (
            recorders["move"],
            recorders["request"],
            recorders["answer"],
        ), "Kofi trains in the same cohort, and nothing else was recorded about him"
        assert queries.conflict_of(cast.administrator.id, person.id) is None
    for person in uninvolved:
        assert queries.conflict_of(abena.id, person.id) is None


def item_of(cast: Cast) -> GovernanceItem:
    """Return a check of Grace and the trust."""
    made: GovernanceItem = record(
        cast.training_lead,
        GovernanceItem,
        stream_id=cast.network.stream_id,
        organisation_id=cast.network.id,
        partner_id=cast.trust.id,
        key="dbs",
        title="DBS",
        level=next(iter(Level)),
        months_valid=12,
        evidence="A number",
    )
    return made


def step_after(entry_id: int) -> dict[str, Any]:
    """Return what a sign-off of an entry says."""
    return {"entry_id": entry_id, "sequence": 3, "action": HoursAction.SIGNED_OFF}


def a_certificate(place: Enrolment, name: str) -> dict[str, Any]:
    """Return what a certificate of progress says, as far as it must."""
    return {
        "enrolment_id": place.id,
        "kind": CertificateKind.PROGRESS,
        "serial": name,
        "issued_on": DAY,
        "facts": "{}",
        "template_version": 1,
        "sha256": name,
        "pdf": b"",
    }


def test_nobody_is_somebody_who_trains_where_they_train_or_supervise(cast: Cast) -> None:
    abena, sam = cast.trainee.id, cast.supervisor.id
    assert "already" in str(queries.conflict_of(abena, cast.colleague.id))
    assert "supervise" in str(queries.conflict_of(abena, sam))
    assert "supervise" in str(queries.conflict_of(sam, abena))
    for entered, person in (
        (abena, cast.outsider.id),
        (abena, cast.outsider_supervisor.id),
        (cast.outsider_supervisor.id, abena),
    ):
        assert queries.conflict_of(entered, person) is None


def test_whether_two_are_one_is_relied_on_in_just_the_streams_that_say_so(cast: Cast) -> None:
    grace, hope = cast.cohort, cast.other_cohort
    assert queries.cohorts_of(cast.trainee.id) == {grace.id: grace.stream_id}
    assert queries.cohorts_of(cast.supervisor.id) == {grace.id: grace.stream_id}
    assert queries.cohorts_of(cast.outsider.id) == {hope.id: hope.stream_id}
    assert queries.cohorts_of(cast.administrator.id) == {}
    network, trust = cast.network.stream_id, cast.trust.stream_id
    assert queries.streams_of(cast.trainee, cast.outsider_supervisor) == {
        grace.stream_id,
        network,
        trust,
        cast.other_network.stream_id,
    }
    installation = cast.administrator.grants[0].stream_id
    esi = people.add_person(
        "Esi Brown", "esi@hope.example", organisation=cast.other_network, actor=None, at=NOW
    )
    assert queries.streams_of(cast.administrator, esi) == {
        cast.administrator.stream_id,
        installation,
        cast.other_network.stream_id,
    }
    record(
        cast.training_lead,
        GovernanceRecord,
        stream_id=trust,
        item_id=item_of(cast).id,
        entered_id=esi.id,
        outcome="clear",
        is_clear=True,
        valid_from=DAY,
        valid_to=date(2027, 10, 1),
    )
    other = cast.other_network.stream_id
    assert queries.streams_of(esi, esi) == {other, trust}
    assert queries.streams_of(cast.administrator, esi) == {
        cast.administrator.stream_id,
        installation,
        other,
    }
    assert queries.streams_of(cast.administrator, cast.colleague) == {
        cast.administrator.stream_id,
        *(each.stream_id for each in cast.administrator.grants),
        network,
    }
