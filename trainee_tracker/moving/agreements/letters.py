"""The letters about fewer checks: to those whose answer is awaited, and to who asked.

They name no organisation and no course: who reads somebody's mail should not learn of their network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_tracker import mail
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.moving.agreements.queries import leads_who_can_answer
from trainee_tracker.people.letters import Letter, Reader, reader, readers, write

if TYPE_CHECKING:
    from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest


def about_asking(asked: TermsRequest, path: str) -> list[Letter]:
    """Return the letters that tell governance leads of both sides that an answer is awaited.

    `path` is where the request is read.
    """
    leads = leads_who_can_answer(
        asked.version, asked.organisation_id, asked.partner_id, asker_id=asked.recorded_by_id
    )
    names = {lead.person_id: lead.name for lead in leads}
    said = say(
        "{sender} asks whether fewer checks are enough. It needs a governance lead of each side.",
        sender=Own(asked.asker.full_name),
    )
    subject = say("Fewer checks: your answer is awaited in Family Care Training")
    return [_letter(lead, subject, said, path) for lead in readers(names)]


def about_answer(answer: TermsAgreement, path: str) -> list[Letter]:
    """Return the letter to who asked, once both sides have agreed or one has declined.

    `path` is where the request is read.
    """
    asked = answer.terms_request
    db.session.refresh(asked, ["agreements"])
    if asked.state is TermsState.WAITING:
        return []
    said = (
        say("Both sides have agreed to fewer checks. You can open or move the cohort now.")
        if asked.state is TermsState.AGREED
        else say("Fewer checks were declined. On the page you read by whom, and why.")
    )
    subject = say("Fewer checks: the answer in Family Care Training")
    return [_letter(reader(asked.asker), subject, said, path)]


def _letter(to: Reader, subject: Message, said: Message, path: str) -> Letter:
    usual = say("Sign in with your usual password to read it:")
    return write(to, subject, said, usual, mail.public_link(path))
