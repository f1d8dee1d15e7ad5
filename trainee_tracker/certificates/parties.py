"""Who a certificate names: the holder, the issuer, and those who answer for it."""

from __future__ import annotations

from collections.abc import Collection

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.paper.facts import Signatory
from trainee_tracker.certificates.paper.wording import Holder, Issuer
from trainee_tracker.certificates.rules import signed_for
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.filters import duration
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed
from trainee_tracker.signatures.models import Signature


def holder_of(person: Person) -> Holder:
    """Return the names of a person as they stand now."""
    return Holder(person.full_name, person.other_name, person.other_language)


def printed_name(organisation: Organisation) -> str:
    """Return how an organisation is named on certificates: by its neutral issuer line if it has one.

    Belonging to a faith's network reveals a faith, so what is printed is the organisation's choice.
    """
    return organisation.issuer_line or organisation.name


def issuer_of(cohort: Cohort) -> Issuer:
    """Return who issues: the network, with the partner that teaches."""
    network = cohort.organisation
    return Issuer(
        printed_name(network),
        f"with {printed_name(cohort.partner)}",
        network.brand,
        network.accent,
    )


def lead_for(cohort: Cohort, actor: Person) -> Organisation:
    """Return the organisation for which a training lead signs; raises NotAllowed if for neither."""
    found = _out_of(cohort, organisations_where(actor, Role.TRAINING_LEAD))
    if found is None:
        raise NotAllowed("Only a training lead of the network or of its partner may sign this.")
    return found


def _out_of(cohort: Cohort, held_at: Collection[int]) -> Organisation | None:
    """Return the organisation of the cohort for which somebody with a role at these acts."""
    by_id = {each.id: each for each in (cohort.partner, cohort.organisation)}
    found = signed_for(held_at, cohort.organisation_id, cohort.partner_id)
    return None if found is None else by_id[found]


def signatories(enrolment: Enrolment, signature: Signature) -> list[Signatory]:
    """Return who answers for the award: the training lead, and the supervisor of most hours.

    Only people who signed are named, under the name they signed with, each for what they signed and
    for the organisation at which they held their role when they signed.
    """
    cohort = enrolment.cohort
    led = queries.places_of_role(signature.signer_id, Role.TRAINING_LEAD, signature.recorded_at)
    return [
        Signatory(signature.signer_name, _capacity(cohort, "Training lead", led)),
        *(supervisor_of(cohort, each) for each in queries.minutes_signed_off(enrolment.id)[:1]),
    ]


def supervisor_of(cohort: Cohort, signed: queries.SignedMinutes) -> Signatory:
    """Return a supervisor as they stand on an award, with the minutes that they signed off."""
    held_at = queries.places_of_role(signed.signer_id, Role.SUPERVISOR, signed.last_at)
    capacity = _capacity(cohort, "Supervisor", held_at)
    return Signatory(signed.signer_name, f"{capacity}, who signed off {duration(signed.minutes)}")


def _capacity(cohort: Cohort, role: str, held_at: Collection[int]) -> str:
    organisation = _out_of(cohort, held_at)
    return role if organisation is None else f"{role}, for {printed_name(organisation)}"
