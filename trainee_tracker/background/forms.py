"""The form under which a job that failed is tried again."""

from __future__ import annotations

from trainee_tracker.form import ActForm


class TryAgainForm(ActForm):
    """Asks for nothing."""
