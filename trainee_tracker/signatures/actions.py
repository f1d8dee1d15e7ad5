"""Writing signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trainee_tracker.append_only import already_recorded
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Capacity, Meaning, Method


def sign(
    signer: Person,
    *,
    capacity: Capacity,
    on_behalf_of: str,
    meaning: Meaning,
    shown: Any,
    stream_id: int,
    request_id: str,
    at: datetime,
    method: Method = Method.PASSWORD,
) -> tuple[Signature, bool]:
    """Write one signature of `signer` under `shown`, the plain values they saw, to a stream.

    Returns the signature and whether it is new: a repeated request returns the first one, and the
    caller must then not act a second time. The caller has checked the password, that the signer
    may sign, and that nothing changed since it was shown. Raises Conflict when the request id
    came before with another body.
    """
    digest = digest_of([signer.id, capacity, meaning, shown])
    earlier = already_recorded(Signature, request_id, digest)
    if earlier is not None:
        return earlier, False
    signature = Signature(
        request_id=request_id,
        request_digest=digest,
        signer_id=signer.id,
        signer_name=signer.full_name,
        signer_registration=signer.registration,
        capacity=capacity,
        on_behalf_of=on_behalf_of,
        meaning=meaning,
        method=method,
        shown=canonical(shown),
        shown_digest=digest_of(shown),
        stream_id=stream_id,
        recorded_at=at,
        recorded_by_id=signer.id,
    )
    db.session.add(signature)
    db.session.flush()
    return signature, True
