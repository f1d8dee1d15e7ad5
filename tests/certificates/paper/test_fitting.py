"""What a sheet cannot hold is refused, rather than printed over its edge."""

from __future__ import annotations

import pytest
import weasyprint

from tests.certificates.paper.facts_of import award
from trainee_tracker.certificates.paper import fitting, pdf
from trainee_tracker.certificates.paper.facts import MOST_REQUIREMENTS, Signatory

LONG = (
    "Institute for Systemic Practice in Families, Congregations and Communities of the Valley " * 4
)


def test_an_award_that_says_more_than_its_sheet_holds_is_not_drawn() -> None:
    facts = award(
        figures=[f"{each} h of practice with families and couples" for each in range(60)],
        signatories=[Signatory(LONG, LONG, LONG)] * 3,
    )
    assert len(facts.figures) == MOST_REQUIREMENTS
    with pytest.raises(fitting.DoesNotFit, match="more than one sheet holds"):
        pdf.render(facts)


def test_a_paper_of_two_sheets_does_not_fit_one() -> None:
    document = weasyprint.HTML(string='<p>One</p><p style="break-before: page">Two</p>').render()
    assert not fitting.fits(document)
