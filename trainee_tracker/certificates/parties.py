"""Who a certificate names: the holder, the issuer, and those who answer for it."""

from __future__ import annotations

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.facts import Signatory
from trainee_tracker.certificates.wording import Holder, Issuer
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.filters import duration
from trainee_tracker.people.models import Person
from trainee_tracker.signatures.models import Signature


def holder_of(person: Person) -> Holder:
    """Return the names of a person as they stand now."""
    return Holder(person.full_name, person.other_name, person.other_language)


def issuer_of(cohort: Cohort) -> Issuer:
    """Return who issues: the network by its neutral issuer line where it has one.

    Belonging to a faith's network reveals a faith, so what is printed is the network's choice.
    """
    network = cohort.organisation
    return Issuer(
        network.issuer_line or network.name,
        f"with {cohort.partner.issuer_line or cohort.partner.name}",
        network.brand,
        network.accent,
    )


def signatories(enrolment: Enrolment, signature: Signature) -> list[Signatory]:
    """Return who answers for the award: the training lead, and the supervisor of most hours.

    Only people who signed are named, under the name they signed with, each for what they signed.
    """
    issuer = issuer_of(enrolment.cohort)
    found = [Signatory(signature.signer_name, f"Training lead, for {issuer.name}")]
    for supervisor in queries.minutes_signed_off(enrolment.id)[:1]:
        signed = duration(supervisor.minutes)
        found.append(Signatory(supervisor.signer_name, f"Supervisor, who signed off {signed}"))
    return found
