"""One spelling for a value, and its digest: what signatures, request ids and the audit chain rest on.

Pure: knows neither the database nor the request.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from enum import Enum
from typing import Any


def canonical(value: Any) -> str:
    """Return `value` as JSON text with one spelling only: sorted keys, no spaces, ISO dates.

    Bytes are represented by their SHA-256, so that a PDF does not stand in an audit record.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def digest_of(value: Any) -> str:
    """Return the SHA-256 (64 hex digits) of `value` in its canonical spelling."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"{type(value).__name__} has no canonical spelling.")
