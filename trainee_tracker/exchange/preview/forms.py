"""What is asked of whoever tries a draft on a ledger."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.exchange.forms import ListField
from trainee_tracker.form import Form


class LedgerField(ListField):
    """A pasted ledger; blank lines alone are nothing."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pasted."""
        return not (self.data or "").strip()


class PreviewLedgerForm(Form):
    """A ledger, pasted with its headings."""

    rows = LedgerField(
        _l("Paste the rows, with their headings"),
        needed=_l("Paste at least one row and its headings"),
        description=_l(
            "The first row names the columns. Needed are held_on, activity and minutes; trainee, "
            "role, format, mode, present, attended, site, case and others may be added. "
            "Use no names of families."
        ),
    )
