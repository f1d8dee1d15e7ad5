"""How often a test tries what has no end: made-up examples, writers who race, pages to visit.

A few times in the gate, which runs at every change, and many times in `make thorough`.
"""

from __future__ import annotations

import os
from typing import TypeVar

Number = TypeVar("Number", int, tuple[int, ...])

THOROUGH = os.environ.get("THOROUGH") == "true"


def often(gate: Number, *, thorough: Number) -> Number:
    """Return the number for the gate, or the larger one for `make thorough`."""
    return thorough if THOROUGH else gate
