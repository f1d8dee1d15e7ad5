"""The token of an invitation's link: made again whenever a letter is sent, and kept nowhere.

It follows from the invitation's own number and the key that the application has and the database has
not. So no letter that waits to be sent holds one, a letter that is sent again bears the same link, and
who reads the database learns no link from it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from trainee_tracker.extensions import db
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.rules import token_hash


def token_from(nonce: str) -> str:
    """Return the token of a new invitation with this number, under the key in use."""
    return _token(nonce, _keys()[0])


def token_of(invitation: Invitation) -> str | None:
    """Return the token of an invitation, or None where it was made under a key that is gone."""
    for key in _keys():
        token = _token(invitation.nonce, key)
        if hmac.compare_digest(token_hash(token), invitation.token_hash):
            return token
    return None


def _token(nonce: str, key: bytes) -> str:
    made = hmac.digest(key, b"the link of invitation " + nonce.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _keys() -> tuple[bytes, ...]:
    keys: tuple[bytes, ...] = db.session.connection().get_execution_options()["ledger_keys"]
    return keys
