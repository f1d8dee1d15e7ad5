"""What the headings of a list of trainees mean, and which list was shown; knows no database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainee_tracker.refusals import Stale

_NOT_A_WORD = re.compile(r"[\W_]+")

COLUMNS: Mapping[str, str] = {
    "name": "name",
    "fullname": "name",
    "trainee": "name",
    "traineename": "name",
    "participant": "name",
    "firstname": "first_name",
    "forename": "first_name",
    "givenname": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "familyname": "last_name",
    "email": "email",
    "emailaddress": "email",
    "mail": "email",
    "othername": "other_name",
    "nameinanotherscript": "other_name",
    "otherlanguage": "other_language",
    "language": "other_language",
    "languageofothername": "other_language",
    "enrolledon": "enrolled_on",
    "enrolled": "enrolled_on",
    "enrolmentdate": "enrolled_on",
    "enrollmentdate": "enrolled_on",
    "enrolledfrom": "enrolled_on",
    "startdate": "enrolled_on",
    "date": "enrolled_on",
}
"""Which column a heading means, by the heading in small letters without spaces and signs."""


@dataclass(frozen=True)
class Heading:
    """Where the columns of a list are, and how the list calls them.

    `unused` are the headings that mean nothing here, `twice` those that mean what another does;
    `width` is the number of cells up to the last heading.
    """

    places: Mapping[str, int]
    labels: Mapping[str, str]
    unused: tuple[str, ...]
    twice: tuple[str, ...]
    width: int


def heading_of(row: Sequence[str]) -> Heading:
    """Return where the first row says that each column is."""
    places: dict[str, int] = {}
    labels: dict[str, str] = {}
    unused: list[str] = []
    twice: list[str] = []
    for place, cell in enumerate(row):
        column = COLUMNS.get(_NOT_A_WORD.sub("", cell.casefold()))
        if column is None:
            unused += [cell.strip()] if cell.strip() else []
        elif column in places:
            twice.append(cell.strip())
        else:
            places[column], labels[column] = place, cell.strip()
    width = max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)
    return Heading(places, labels, tuple(unused), tuple(twice), width)


def ensure_as_shown(digest_now: str, digest_seen: str) -> None:
    """Raise Stale when the list is not the one whose rows the person was shown."""
    if digest_now != digest_seen:
        raise Stale("This is not the list that was checked. Nobody was enrolled: check it again.")
