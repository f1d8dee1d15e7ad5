"""One certificate's page and file: for its holder and those who lead the cohort, nobody else."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.certificates.models import Certificate


def test_holder_and_lead_see_it_and_others_find_nothing(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    for person, status in (
        (cast.trainee, 200),
        (cast.training_lead, 200),
        (cast.colleague, 404),
        (cast.outsider_lead, 404),
        (cast.supervisor, 403),
    ):
        browser.sign_in(person)
        browser.get(f"/certificates/{progress.id}", status)
        browser.get(f"/certificates/{progress.id}.pdf", status)
