"""Serials that survive being read aloud and typed again, and what a check of one can answer.

A serial is 24 characters of Crockford's base 32 (no I, L, O or U): 23 drawn at random, so that
nobody can guess the next one, and a check character, so that a slip of the finger is told from a
serial that was never issued. Source: Douglas Crockford, "Base 32".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum

from trainee_tracker.messages import Message, any_of, say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_LENGTH = 4
SERIAL_LENGTH = 24
TEMPLATE_VERSION = 3
"""Stored with each certificate, and raised whenever the drawing changes."""

SERIAL_BYTES = 15
"""How many random bytes one serial is made from: 120 bits, of which 115 are used."""

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, by which the 32 characters become a finite field."""


class CertificateStatus(StrEnum):
    """What anyone who checks a serial is told."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


def status_from(
    *, is_revoked: bool, is_superseded: bool, is_readable: bool = True
) -> CertificateStatus:
    """Return the status that follows; a revoked certificate stays revoked when it is replaced.

    One whose record cannot be read is never valid, and nothing can be said of what replaced it.
    """
    if is_revoked:
        return CertificateStatus.REVOKED
    if not is_readable:
        return CertificateStatus.UNREADABLE
    return CertificateStatus.SUPERSEDED if is_superseded else CertificateStatus.VALID


def is_told_why(*, leads_training: bool, is_holder: bool) -> bool:
    """Return whether somebody reads the reason of a revocation: a training lead of that cohort.

    A lead who is the holder is told the day like every other holder.
    """
    return leads_training and not is_holder


def may_end(
    *, leads_training: bool, is_holder: bool, is_revoked: bool, is_superseded: bool
) -> bool:
    """Return whether somebody may revoke a certificate or issue it again.

    That is a training lead of the cohort, never the holder, while nobody has done either.
    """
    return leads_training and not (is_holder or is_revoked or is_superseded)


def who_can_tell(leads: Sequence[str]) -> Message:
    """Return what a holder is told whose certificate was revoked; `leads` can say why, by name."""
    if not leads:
        return say("A training lead of your cohort can tell you more.")
    return say(
        "A training lead of your cohort can tell you more: ask {leads}.", leads=any_of(leads)
    )


def signed_for(holds_at: Collection[int], network_id: int, partner_id: int) -> int | None:
    """Return the organisation for which somebody signed, out of those at which they hold the role.

    The network comes first where they hold it at both sides; None where they hold it at neither.
    """
    return next((each for each in (network_id, partner_id) if each in holds_at), None)


def serial_from(random_bytes: bytes) -> str:
    """Return the serial made from `random_bytes`, which are `SERIAL_BYTES` long and secret-grade."""
    if len(random_bytes) != SERIAL_BYTES:
        raise ValueError(f"A serial is made from {SERIAL_BYTES} random bytes.")
    number = int.from_bytes(random_bytes, "big")
    drawn = "".join(ALPHABET[number >> 5 * place & 31] for place in range(SERIAL_LENGTH - 1))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """Return the character that completes the 23 `drawn` ones.

    Each place has its own weight in the field of 32, so any one wrong character, and any two
    characters that changed places, make the sum wrong.
    """
    total = 0
    for character in drawn:
        total = _doubled(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    """Return `value` times the field's generator."""
    shifted = value << 1
    return shifted ^ _FIELD_POLYNOMIAL if shifted > 31 else shifted


def normalise_serial(text: str) -> str:
    """Return what was typed as a serial is kept: no spaces or hyphens, capitals, O as 0, I and L as 1.

    Digits of any script count as digits, since an Arabic or Urdu keyboard types its own.
    """
    characters = (
        str(unicodedata.decimal(character)) if character.isdecimal() else character.upper()
        for character in unicodedata.normalize("NFKC", text)
        if character.isalnum()
    )
    return "".join(characters).translate(_LOOKALIKES)


def is_well_formed(serial: str) -> bool:
    """Return whether a normalised serial has the right length, letters and check character.

    False means that it was mistyped; True means only that it may have been issued.
    """
    if len(serial) != SERIAL_LENGTH or not set(serial) <= set(ALPHABET):
        return False
    return check_character(serial[:-1]) == serial[-1]


def serial_groups(serial: str) -> tuple[str, ...]:
    """Return the six groups of four in which a serial is shown."""
    return tuple(
        serial[start : start + GROUP_LENGTH] for start in range(0, len(serial), GROUP_LENGTH)
    )


def grouped(serial: str) -> str:
    """Return the serial as it is shown and read aloud: `7K2Q-94MD-XW3T-P8RA-V6JN-2HCE`."""
    return "-".join(serial_groups(serial))
