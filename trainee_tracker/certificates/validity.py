"""Whether a certificate is still valid at this moment, asked of the database anew."""

from __future__ import annotations

from trainee_tracker.certificates import told
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, in_a_row
from trainee_tracker.refusals import Impossible


def is_revoked(certificate: Certificate) -> bool:
    """Ask the database anew: somebody may have revoked it while this request was under way."""
    db.session.refresh(certificate, ["revocation"])
    return certificate.revocation is not None


def ensure_valid(certificate: Certificate, otherwise: Message, *, besides: str = "") -> None:
    """Raise Impossible for a certificate that was revoked, or superseded by any request but
    `besides`.

    Whoever comes second is told who was first, and when.
    """
    ended = told.how_ended(certificate, besides=besides)
    if ended is not None:
        raise Impossible(in_a_row([ended, otherwise]))


def ensure_not_superseded(certificate: Certificate, otherwise: Message) -> None:
    """Raise Impossible, saying by whose act, for a certificate in whose place another one stands."""
    replaced = told.how_replaced(certificate)
    if replaced is not None:
        raise Impossible(in_a_row([replaced, otherwise]))
