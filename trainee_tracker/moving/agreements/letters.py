"""The letters about fewer checks: to those whose answer is awaited, and to who asked.

They name no organisation and no course: who reads somebody's mail should not learn of their network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import select

from trainee_tracker import mail
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.extensions import db
from trainee_tracker.moving.agreements.queries import leads_who_can_answer
from trainee_tracker.people.models import Account
from trainee_tracker.people.roles.letters import Letter

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
    addresses = db.session.execute(
        select(Account.person_id, Account.email)
        .where(Account.person_id.in_(names))
        .order_by(Account.person_id)
    )
    said = _(
        "%(sender)s asks whether fewer checks are enough. It needs a governance lead of each side.",
        sender=asked.asker.full_name,
    )
    subject = _("Fewer checks: your answer is awaited in Family Care Training")
    return [_letter(row.email, names[row.person_id], subject, str(said), path) for row in addresses]


def about_answer(answer: TermsAgreement, path: str) -> list[Letter]:
    """Return the letter to who asked, once both sides have agreed or one has declined.

    `path` is where the request is read.
    """
    asked = answer.terms_request
    db.session.refresh(asked, ["agreements"])
    if asked.state is TermsState.WAITING:
        return []
    said = (
        _("Both sides have agreed to fewer checks. You can open or move the cohort now.")
        if asked.state is TermsState.AGREED
        else _("Fewer checks were declined. On the page you read by whom, and why.")
    )
    asker = asked.asker
    subject = _("Fewer checks: the answer in Family Care Training")
    return [_letter(asker.email, asker.full_name, subject, str(said), path)]


def _letter(email: str, name: str, subject: str, said: str, path: str) -> Letter:
    text = mail.written(
        "moving/terms_letter.txt", name=name, said=said, link=mail.public_link(path)
    )
    return Letter(email, name, subject, text)
