"""The only file that reads time, so that everything else takes it as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CIVIL_ZONE = ZoneInfo("Europe/London")
"""The zone whose calendar says what "today" is: the programme's own, London."""


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the civil date of this instant in London, where the programme is held."""
    return civil_date(now())


def civil_date(instant: datetime) -> date:
    """Return the London calendar date on which `instant` (aware) falls."""
    return instant.astimezone(CIVIL_ZONE).date()
