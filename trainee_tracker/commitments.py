"""Personal values in a digest: as salted commitments, so that they can be erased. Pure but for salts.

What names or describes a person, or quotes what somebody wrote, enters a row's digest only as the
SHA-256 of a random salt and the value. The commitment and the salt stand beside the value. Value
and salt can be erased one day; the commitment stays, the chain still verifies, and nobody can find
the value again by trying.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Table

from trainee_tracker.canonical import canonical

PERSONAL: Final = {"personal": True}
"""The `info` of a column that names or describes a person, or quotes what somebody wrote."""

SALT_BYTES: Final = 16
"""So many random bytes that nobody can try every name until the commitment fits."""

STUBS: Final = ("", b"", None)
"""What may stand in the place of a value that was erased."""


def personal_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns whose values enter the digest as commitments, in order."""
    return tuple(column.name for column in table.columns if column.info.get("personal"))


def commitment(salt: str, value: Any) -> str:
    """Return the SHA-256 (hex) that binds `value` without telling it; `salt` is hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(value).encode()).hexdigest()


def committed(values: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return new salts for personal values by column, and the commitments made with them."""
    salts = {name: secrets.token_hex(SALT_BYTES) for name in values}
    return salts, {name: commitment(salts[name], value) for name, value in values.items()}


def personal_fault(
    table: Table, values: Mapping[str, Any], erased: Collection[str] = ()
) -> str | None:
    """Return the first personal column of a row that does not fit its commitment, or None.

    `erased` are the columns whose erasure was recorded: without a salt, nothing but a stub may stand
    there. Raises ValueError where salts or commitments cannot be read at all.
    """
    columns = personal_columns(table)
    salts, made = json.loads(values["salts"]), json.loads(values["commitments"])
    if set(made) != set(columns):
        return "commitments"
    if not set(salts) <= set(columns) or canonical(salts) != values["salts"]:
        return "salts"
    for name in columns:
        if name not in salts:
            if name not in erased or values[name] not in STUBS:
                return name
        elif commitment(salts[name], values[name]) != made[name]:
            return name
        elif bytes.fromhex(salts[name]).hex() != salts[name]:
            # Another spelling gives the same commitment, and is not what was written.
            return "salts"
    return None
