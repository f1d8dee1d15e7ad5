"""What an award says of what was done, for every preset: figures in words, never a check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.kinds import GovernanceInDate, MinimumMinutes
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.certificates.wording import award_statement, shown_requirements
from trainee_tracker.courses.preset_files import load_preset


def met(terms: Terms) -> Standing:
    """Return a standing in which everything asked for is just there."""
    standing = judge(terms, [], [], [], date(2026, 11, 22), "1")
    return replace(
        standing,
        requirements=tuple(replace(each, have=each.need) for each in standing.requirements),
    )


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        (
            "aft-foundation",
            (
                "has completed Working with Families: 60 h of teaching, 120 h of "
                "independent study, 80 % attendance and 6 modules passed."
            ),
        ),
        (
            "aft-intermediate",
            (
                "has completed Systemic Practice with Families: 60 h of teaching, 180 h of "
                "independent study, 60 h of practice with families, 10 h of supervision, 90 % "
                "attendance and 6 modules passed."
            ),
        ),
    ],
)
def test_the_statement_reads_as_a_sentence(app: Flask, preset: str, words: str) -> None:
    terms = load_preset(preset)
    with app.test_request_context():
        assert award_statement(terms, met(terms)) == words


def test_a_narrowed_minimum_keeps_its_own_title(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    lead = MinimumMinutes("as-lead", "Sessions led", "practice", 600, roles=("lead",))
    alone = replace(terms, requirements=(lead,))
    with app.test_request_context():
        assert award_statement(alone, met(alone)).endswith(": 10 h of sessions led.")


def test_the_result_of_a_check_never_stands_on_a_certificate(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    check = GovernanceInDate("checks", "Checks in date")
    alone = replace(terms, requirements=(check,))
    assert shown_requirements(alone, met(alone)) == []
    with app.test_request_context():
        assert award_statement(alone, met(alone)) == (
            "has completed Systemic Practice with Families."
        )
