"""What every kind of limit has to provide, and what it shares with every kind of requirement.

Nothing of it is left to a default. The engine asks a kind only through `LimitKind` and the
`RequirementKind` of `requirement_kind.py`. What is said of a kind in words has shapes of its own, in
`courses/kinds/shape.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

HoldsUntil = Callable[[Any, date, Iterable[date]], list[date]]
"""A function of a part of the terms, the day of a judgement and the days of all lines. It returns
the last days, that day or later, on which this part still judges alike if nothing new is
recorded.
"""


@dataclass(frozen=True)
class LimitKind:
    """What the engine has to know of a kind of limit.

    `acts` keeps lines from counting: by a condition on the day of a line, or by taking minutes away
    from what was credited. `holds_until` is as for requirements.
    """

    acts: Callable[..., Any]
    holds_until: HoldsUntil


def until_something_happens(_part: object, _as_of: date, _held: Iterable[date]) -> list[date]:
    """Return no day: time alone changes nothing here."""
    return []
