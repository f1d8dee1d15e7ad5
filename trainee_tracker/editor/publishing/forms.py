"""What is asked of whoever publishes a draft."""

from __future__ import annotations

from trainee_tracker.form import ActForm, DigestField


class PublishVersionForm(ActForm):
    """That the draft is published just as it was shown."""

    digest = DigestField()
