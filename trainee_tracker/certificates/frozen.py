"""Reading what a certificate says from its row, which somebody with the database may have altered."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts, Unprintable
from trainee_tracker.commitments import commitment
from trainee_tracker.logs import log


def kept_facts(row: Certificate | Row[*tuple[Any, ...]]) -> CertificateFacts | None:
    """Return what the certificate of a row says, or None where nobody should rely on that.

    That is so where the facts cannot be read, do not fit the commitment made when they were written,
    or are those of another certificate. `row` has the columns of a certificate by their names.
    """
    try:
        facts = CertificateFacts.from_json(row.facts)
        salt, made = json.loads(row.salts)["facts"], json.loads(row.commitments)["facts"]
        is_as_written = commitment(salt, row.facts) == made
    except (Unprintable, ValueError, TypeError, KeyError):
        is_as_written = False
    if is_as_written and (facts.kind, facts.serial, facts.issued_on) == (
        row.kind,
        row.serial,
        row.issued_on,
    ):
        return facts
    log.warning("certificate_unreadable", certificate=row.id)
    return None
