"""The form under which a job that failed is tried again."""

from __future__ import annotations

from trainee_tracker.form import Form, RequestIdField


class TryAgainForm(Form):
    """Asks for nothing."""

    request_id = RequestIdField()
