"""The columns of a list of trainees, and which list was shown; knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainee_tracker.messages import say
from trainee_tracker.refusals import Stale

MOST_ROWS: Final = 500
"""The most rows of one list; a longer one is sent in parts."""

LONGEST_LIST: Final = 200_000
"""The most characters of one list."""

NAMES: Final = ("name", "first_name", "last_name", "other_name")
"""The columns that certificates print."""

COLUMNS: Final = (*NAMES, "email", "other_language", "enrolled_on")

CALLED: Final[Mapping[str, str]] = {
    "fullname": "name",
    "trainee": "name",
    "traineename": "name",
    "participant": "name",
    "forename": "first_name",
    "givenname": "first_name",
    "surname": "last_name",
    "familyname": "last_name",
    "emailaddress": "email",
    "mail": "email",
    "nameinanotherscript": "other_name",
    "language": "other_language",
    "languageofothername": "other_language",
    "enrolled": "enrolled_on",
    "enrolmentdate": "enrolled_on",
    "enrollmentdate": "enrolled_on",
    "enrolledfrom": "enrolled_on",
    "startdate": "enrolled_on",
    "date": "enrolled_on",
}
"""Which column a heading means, by the heading in small letters without spaces and signs."""


def ensure_as_shown(digest_now: str, digest_seen: str) -> None:
    """Raise Stale when the list is not the one whose rows the person was shown."""
    if digest_now != digest_seen:
        raise Stale(
            say("This is not the list that was checked. Nobody was enrolled: check it again.")
        )
