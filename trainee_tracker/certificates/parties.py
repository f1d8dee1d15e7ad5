"""Who a certificate names: the holder, the issuer, and those who answer for it.

Names are printed letter for letter: marks that set directions apart are no part of a paper.
"""

from __future__ import annotations

from collections.abc import Collection

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.paper.facts import Signatory
from trainee_tracker.certificates.paper.wording import OF_PAPERS, Holder, Issuer
from trainee_tracker.certificates.rules import signed_for
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import other_leads_of
from trainee_tracker.cohorts.rules import not_a_lead
from trainee_tracker.messages import Minutes, Verbatim, say
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Role
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Capacity
from trainee_tracker.signatures.wording import CAPACITY_WORDS
from trainee_tracker.spoken import speak, speaking


def holder_of(person: Person) -> Holder:
    """Return the names of a person as they stand now."""
    return Holder(person.full_name, person.other_name, person.other_language)


def printed_name(organisation: Organisation) -> str:
    """Return how an organisation is named on certificates: by its neutral issuer line if it has one.

    Belonging to a faith's network reveals a faith, so what is printed is the organisation's choice.
    """
    return organisation.issuer_line or organisation.name


@speaking(OF_PAPERS)
def issuer_of(cohort: Cohort) -> Issuer:
    """Return who issues: the network, with the partner that teaches."""
    network = cohort.organisation
    partner = say("with {partner}", partner=Verbatim(printed_name(cohort.partner)))
    return Issuer(printed_name(network), speak(partner), network.brand, network.accent)


def lead_for(cohort: Cohort, actor: Person) -> Organisation:
    """Return the organisation for which a training lead signs; raises NotAllowed if for neither."""
    found = _out_of(cohort, organisations_where(actor, Role.TRAINING_LEAD))
    if found is None:
        raise not_a_lead().naming(other_leads_of(cohort, actor))
    return found


def _out_of(cohort: Cohort, held_at: Collection[int]) -> Organisation | None:
    """Return the organisation of the cohort for which somebody with a role at these acts."""
    by_id = {each.id: each for each in (cohort.partner, cohort.organisation)}
    found = signed_for(held_at, cohort.organisation_id, cohort.partner_id)
    return None if found is None else by_id[found]


@speaking(OF_PAPERS)
def signatories(enrolment: Enrolment, signature: Signature) -> list[Signatory]:
    """Return who answers for the award: the training lead, and the supervisor of most hours.

    Only people who signed are named, under the name they signed with, each for what they signed and
    for the organisation at which they held their role when they signed.
    """
    cohort = enrolment.cohort
    led = queries.places_of_role(signature.signer_id, Role.TRAINING_LEAD, signature.recorded_at)
    place = _out_of(cohort, led)
    return [
        Signatory(
            signature.signer_name,
            speak(CAPACITY_WORDS[Capacity.TRAINING_LEAD]),
            "" if place is None else printed_name(place),
            speak(say("on {instant}", instant=signature.recorded_at)),
        ),
        *(supervisor_of(cohort, each) for each in queries.minutes_signed_off(enrolment.id)[:1]),
    ]


@speaking(OF_PAPERS)
def supervisor_of(cohort: Cohort, signed: queries.SignedMinutes) -> Signatory:
    """Return a supervisor as they stand on an award, with the minutes that they signed off."""
    held_at = queries.places_of_role(signed.signer_id, Role.SUPERVISOR, signed.last_at)
    place = _out_of(cohort, held_at)
    return Signatory(
        signed.signer_name,
        speak(
            say(
                "{capacity}, who signed off {time}",
                capacity=CAPACITY_WORDS[Capacity.SUPERVISOR],
                time=Minutes(signed.minutes),
            )
        ),
        "" if place is None else printed_name(place),
    )
