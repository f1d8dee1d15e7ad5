"""One spelling for a value, and its digest: what signatures, request ids and the chains rest on.

The spelling is RFC 8785 (JSON Canonicalization Scheme), so that anybody can check a digest with a
library of their own. Pure: knows neither the database nor the request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import rfc8785


def canonical(value: Any) -> str:
    """Return `value` as JSON text with one spelling only, as RFC 8785 says.

    An aware instant is spelled in UTC with its microseconds, a date as ISO 8601, bytes as their
    SHA-256, so that a PDF does not stand in an audit record. Raises ValueError for what has no
    spelling: a naive instant, a whole number beyond 2^53, half of a surrogate pair.
    """
    return rfc8785.dumps(_plain(value)).decode()


def digest_of(value: Any) -> str:
    """Return the SHA-256 (64 hex digits) of `value` in its canonical spelling."""
    return hashlib.sha256(rfc8785.dumps(_plain(value))).hexdigest()


def _plain(value: Any) -> Any:
    """Return `value` as JSON knows it."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no canonical spelling.")
