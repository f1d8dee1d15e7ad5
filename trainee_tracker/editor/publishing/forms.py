"""What is asked of whoever publishes a draft."""

from __future__ import annotations

from trainee_tracker.form import DigestField, Form, RequestIdField


class PublishVersionForm(Form):
    """That the draft is published just as it was shown."""

    request_id = RequestIdField()
    digest = DigestField()
