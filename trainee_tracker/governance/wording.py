"""How pages say where a check stands: a word, the tone of its icon and colour, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trainee_tracker.filters import longdate
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.governance.rules import State
from trainee_tracker.governance.standing import ItemStanding, item_standing
from trainee_tracker.people.rules import Side

STATE_WORDS = {
    State.IN_DATE: _l("In date"),
    State.SUSPENDED: _l("Suspended"),
    State.WAITING_BOTH: _l("Waiting for both sides"),
    State.WAITING_COMMUNITY: _l("Waiting for community side"),
    State.WAITING_STATUTORY: _l("Waiting for statutory side"),
    State.NOT_CLEARED: _l("Not cleared"),
    State.NOT_YET: _l("Not yet in date"),
    State.LAPSED: _l("Lapsed"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.MISSING: _l("Missing"),
}

STATE_TONES = {
    State.IN_DATE: "good",
    State.SUSPENDED: "bad",
    State.WAITING_BOTH: "wait",
    State.WAITING_COMMUNITY: "wait",
    State.WAITING_STATUTORY: "wait",
    State.NOT_CLEARED: "bad",
    State.NOT_YET: "info",
    State.LAPSED: "bad",
    State.WITHDRAWN: "none",
    State.MISSING: "none",
}

FOR_SIDE = {
    Side.COMMUNITY: _l("for the community side"),
    Side.STATUTORY: _l("for the statutory side"),
}

WAITING_SIDES = {
    State.WAITING_BOTH: _l("A governance lead of each side has to sign it."),
    State.WAITING_COMMUNITY: _l("The statutory side has signed. The community side signs next."),
    State.WAITING_STATUTORY: _l("The community side has signed. The statutory side signs next."),
}


@dataclass(frozen=True)
class Wording:
    """A state in words: `tone` is that of the status component, `detail` may be empty."""

    tone: str
    word: str
    detail: str


def standing_words(standing: ItemStanding, on: date, *, is_needed: bool = False) -> Wording:
    """Return how an item stands on `on`; `is_needed` when client work stops without it."""
    tone, word = STATE_TONES[standing.state], str(STATE_WORDS[standing.state])
    if standing.warning is not None and standing.day is not None:
        left = (standing.day - on).days
        tone = "wait"
        word = ngettext("%(num)s day left", "%(num)s days left", left) if left else _("Last day")
    if standing.state is State.MISSING and is_needed:
        tone = "bad"
    return Wording(tone, word, _detail(standing))


def record_words(record: GovernanceRecord, on: date) -> Wording:
    """Return how one record stands on `on`, whatever other records say."""
    if record.situation.is_withdrawn:
        return Wording(STATE_TONES[State.WITHDRAWN], str(STATE_WORDS[State.WITHDRAWN]), "")
    return standing_words(item_standing([record.known], on), on)


def after_signing(record: GovernanceRecord) -> str:
    """Return what a signer is told: what happened, and what comes next."""
    if not record.situation.is_in_force:
        return str(_("You have signed. Now the other side signs."))
    if not record.is_clear:
        return str(_("Both sides have signed. This outcome does not clear the trainee."))
    return str(
        _(
            "Both sides have signed. It is in date from %(first)s to %(last)s.",
            first=longdate(record.valid_from),
            last=longdate(record.valid_to),
        )
    )


def after_lifting(record: GovernanceRecord) -> str:
    """Return what somebody is told who agreed to lift a suspension."""
    if record.situation.suspended_from is not None:
        return str(_("You have agreed. It stays suspended until the other side agrees too."))
    return str(_("Both sides have agreed. The suspension is lifted."))


def _detail(standing: ItemStanding) -> str:
    if standing.day is None:
        return ""
    day = longdate(standing.day)
    if standing.state is State.IN_DATE:
        return str(_("until %(day)s", day=day))
    if standing.state is State.LAPSED:
        return str(_("last in date %(day)s", day=day))
    return str(_("from %(day)s", day=day))


def months_in_words(months: int) -> str:
    """Return a review period in words: whole years as years, others as months."""
    if months % 12 == 0:
        years = months // 12
        return str(ngettext("%(num)s year", "%(num)s years", years))
    return str(ngettext("%(num)s month", "%(num)s months", months))
