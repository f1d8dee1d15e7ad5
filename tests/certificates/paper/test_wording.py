"""What an award says of what was done, for every preset: figures in words, never a check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    CompletedCases,
    EvidenceCounted,
    GovernanceInDate,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedCompetence,
    ObservedSessions,
    ProblemTypes,
    RegularSupervision,
    Requirement,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, Competence, EvidenceKind
from trainee_tracker.certificates.paper.wording import award_figures, ended, shown_requirements
from trainee_tracker.courses.preset_files import load_preset, preset_keys


def met(terms: Terms) -> Standing:
    """Return a standing in which everything asked for is just there."""
    standing = judge(terms, [], [], [], date(2026, 11, 22), "1")
    return replace(
        standing,
        requirements=tuple(replace(each, have=each.need) for each in standing.requirements),
    )


SAID = {
    "aft-foundation": (
        "60 h of teaching",
        "120 h of independent study",
        "80 % attendance",
        "6 modules passed",
    ),
    "aft-intermediate": (
        "60 h of teaching",
        "180 h of independent study",
        "60 h of practice with families",
        "10 h of systemic supervision",
        "90 % attendance",
        "6 modules passed",
    ),
    "aft-qualifying": (
        "300 h of work in the clinical group (of which 40 h of direct work as therapist)",
        "200 h of agency practice",
    ),
    "babcp": (
        "450 h of training (of which 200 h of live teaching)",
        "200 h of practice with clients",
        "40 h of supervision",
        "8 completed cases (of which 3 closely supervised cases)",
        "4 case studies",
    ),
    "bacp-course": (
        "400 h of teaching",
        "100 h of practice with clients",
    ),
    "bacp-individual": (
        "450 h of practice with clients (of which 150 h of practice after qualifying)",
        "36 months from the first session to the last",
    ),
    "california-lmft": (
        (
            "3,000 h of supervised experience (of which 1,750 h of direct counselling and 500 h of work"
            " with couples and families)"
        ),
        "104 weeks from the first session to the last",
    ),
    "coamfte": (
        "500 h of direct work with clients (of which 250 h of relational work)",
        "100 h of supervision (of which 50 h of supervision on what was observed)",
    ),
    "exercise-leader": (
        "230 h of learning in all (of which 157 h of teaching and 20 h of leading exercise)",
        "2 sessions seen live",
        "4 session plans",
        "5 modules passed",
    ),
    "health-care-assistant": (
        "16 modules passed",
        "30 h of teaching",
        "60 h of care",
        "6 h of supervision",
        "3 assessments at work",
    ),
    "lay-counsellor": (
        "60 h of teaching",
        "40 h of meetings with clients",
        "7 observed competences",
    ),
    "ncps": ("100 h of placement (of which 70 h of placement in the room)",),
    "nhs-pwp": (
        "80 h of contact with clients",
        (
            "40 h of supervision (of which 20 h of case-management supervision and 20 h of"
            " clinical-skills supervision)"
        ),
    ),
    "nutrition": (
        "150 h of learning in all (of which 126 h of teaching)",
        "6 modules passed",
        "10 h of talks and tastings",
    ),
    "peer-network-facilitator": (
        "18 h of teaching",
        "40 h of peer groups (of which 10 h of peer groups as the lead)",
        "4 reflective logs",
        "3 modules passed",
    ),
    "time-bank-volunteer": (
        "2 h of induction",
        "20 h of exchanges",
    ),
}
"""What the award of each preset says of somebody who did just what is asked."""


@pytest.mark.parametrize("preset", preset_keys())
def test_the_award_of_every_preset_says_amounts_that_are_true(app: Flask, preset: str) -> None:
    terms = load_preset(preset)
    with app.test_request_context():
        assert award_figures(terms, met(terms)) == SAID[preset]


def says(app: Flask, terms: Terms, *requirements: Requirement, have: int | None = None) -> str:
    """Return the figures of an award, one after the other, where the course asks for just this."""
    alone = replace(terms, requirements=requirements)
    standing = met(alone)
    if have is not None:
        standing = replace(
            standing, requirements=tuple(replace(each, have=have) for each in standing.requirements)
        )
    with app.test_request_context():
        return " · ".join(award_figures(alone, standing))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "10 h of practice with families"),
        ({"roles": ("lead",)}, "10 h of sessions"),
        ({"formats": ("couple",)}, "10 h of sessions"),
        ({"modes": ("online",)}, "10 h of sessions"),
        ({"observed": ("live",)}, "10 h of sessions"),
        ({"also": ("study",)}, "10 h of sessions"),
        ({"without": ("clinic",)}, "10 h of sessions"),
        ({"after_module": "case-study"}, "10 h of sessions"),
        ({"pooled": "person"}, "sessions, 10 h by the whole cohort together"),
    ],
)
def test_only_all_practice_with_families_is_called_so(
    app: Flask, more: dict[str, Any], words: str
) -> None:
    terms = load_preset("aft-intermediate")
    terms = replace(
        terms, activities=(*terms.activities, Activity("clinic", "Family clinic", "practice"))
    )
    assert says(app, terms, MinimumMinutes("one", "Sessions", "practice", 600, **more)) == words


def test_an_activity_that_a_course_calls_otherwise_or_narrows_keeps_the_courses_words(
    app: Flask,
) -> None:
    terms = load_preset("aft-intermediate")
    whole = MinimumMinutes("one", "Sessions", "practice", 600)
    for other in (Activity("practice", "Clinic"), practice_of_leads(terms)):
        assert says(app, with_practice(terms, other), whole) == "10 h of sessions"


def with_practice(terms: Terms, activity: Activity) -> Terms:
    """Return terms whose activity of practice is another, asking for nothing of it."""
    others = tuple(each for each in terms.activities if each.key != "practice")
    return replace(
        terms,
        activities=(activity, *others),
        requirements=(MinimumMinutes("study-hours", "Study", "study", 60),),
        governance=(),
    )


def practice_of_leads(terms: Terms) -> Activity:
    """Return the course's own practice, where only the lead counts."""
    practice = next(each for each in terms.activities if each.key == "practice")
    return replace(practice, roles=("lead",))


def test_hours_are_not_said_twice(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    led = MinimumMinutes("led", "Hours as lead", "practice", 600, roles=("lead",))
    assert says(app, terms, led) == "hours as lead (10 h)"


def test_rules_are_kept_and_not_read_out_as_amounts(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    rules: tuple[Requirement, ...] = (
        SupervisionRatio("ratio", "Ratio", "practice", "supervision", 60, 480),
        RegularSupervision("monthly", "Monthly", "practice", "supervision", 90),
        SupervisionCadence("cadence", "Cadence", "practice", "supervision", 14),
        ProblemTypes("types", "Types of problem", "practice", "supervision", 3, 5),
    )
    assert says(app, terms, *rules, have=60) == ""


@pytest.mark.parametrize(
    ("requirement", "one", "many"),
    [
        (ModulesPassed("m", "Modules"), "1 module passed", "4 modules passed"),
        (
            LeastElapsed("l", "Elapsed", "practice", weeks=1),
            "1 week from the first session to the last",
            "4 weeks from the first session to the last",
        ),
        (
            LeastElapsed("l", "Elapsed", "practice", months=1),
            "1 month from the first session to the last",
            "4 months from the first session to the last",
        ),
        (
            CompletedCases("c", "Completed cases", "practice", "supervision", 1, 5),
            "1 completed case",
            "4 completed cases",
        ),
        (
            ObservedSessions("o", "Sessions seen", "practice", 1),
            "1 observed session",
            "4 sessions seen",
        ),
        (EvidenceCounted("e", "Case studies", "study", 1), "1 case study", "4 case studies"),
        (
            ObservedCompetence("k", "Competence", 3),
            "1 observed competence",
            "4 observed competences",
        ),
        (
            AttendancePercent("a", "Attendance", "taught", 1, each_module=True),
            "at least 1 % attendance in every module",
            "at least 4 % attendance in every module",
        ),
    ],
)
def test_one_is_not_spoken_of_as_many(
    app: Flask, requirement: Requirement, one: str, many: str
) -> None:
    terms = replace(
        load_preset("aft-intermediate"),
        evidence=(EvidenceKind("study", "Case study"),),
        competences=(Competence("listening", "Listening"),),
    )
    assert says(app, terms, requirement, have=1) == one
    assert says(app, terms, requirement, have=4) == many


def test_a_title_in_another_script_brings_no_hidden_characters_onto_paper(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    led = MinimumMinutes("led", "ممارسة", "practice", 600, roles=("lead",))
    assert says(app, terms, led) == "10 h of ممارسة"


def test_parts_of_cases_are_told_only_where_they_are_parts(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    cases = CompletedCases("all", "Cases", "practice", "supervision", 8, 5)
    seen = replace(cases, key="seen", title="Cases seen", cases=3, observed=("live",))
    shorter = replace(seen, sessions=2)
    assert says(app, terms, cases, seen) == "8 cases (of which 3 cases seen)"
    assert says(app, terms, cases, shorter) == "8 cases · 3 cases seen"


def test_what_the_whole_cohort_did_is_no_part_of_what_one_did(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    own = MinimumMinutes("own", "Sessions", "practice", 600)
    pooled = MinimumMinutes("all", "Group sessions", "practice", 6000, pooled="person")
    assert says(app, terms, own, pooled) == (
        "10 h of practice with families · group sessions, 100 h by the whole cohort together"
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("has done well", "has done well."),
        ("has done well.", "has done well."),
        ("has done well!", "has done well!"),
        ("has said “Amen.”", "has said “Amen.”"),
        ("has said “Amen”", "has said “Amen”."),
        ("has done well (with care)", "has done well (with care)."),
        ("has attended 90 %", "has attended 90 %."),
        ("has learnt …", "has learnt …"),
        ("أتم الدورة", "أتم الدورة."),
        ("هل أتم؟", "هل أتم؟"),
        ("…)", "…)"),
    ],
)
def test_a_sentence_gets_the_full_stop_that_it_lacks(typed: str, printed: str) -> None:
    assert ended(typed) == printed


def test_a_narrowed_minimum_keeps_its_own_title(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    lead = MinimumMinutes("as-lead", "Sessions led", "practice", 600, roles=("lead",))
    alone = replace(terms, requirements=(lead,))
    with app.test_request_context():
        assert award_figures(alone, met(alone)) == ("10 h of sessions led",)


def test_the_result_of_a_check_never_stands_on_a_certificate(app: Flask) -> None:
    terms = load_preset("aft-intermediate")
    check = GovernanceInDate("checks", "Checks in date")
    alone = replace(terms, requirements=(check,))
    assert shown_requirements(alone, met(alone)) == []
    with app.test_request_context():
        assert award_figures(alone, met(alone)) == ()
