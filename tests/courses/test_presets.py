"""Every figure of the presets, in the hours and counts of the bodies that they come from."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from datetime import date

import pytest

from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.kinds import Requirement
from trainee_tracker.accreditation.limits import Limit
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.governance.items import DEFAULT_ITEMS

FIGURES = {
    "aft-foundation": """
        taught-hours: minimum-minutes activity=taught minutes=60h read
        study-hours: minimum-minutes activity=study minutes=120h read
        attendance: attendance-percent activity=taught percent=80 chosen
        modules: modules-passed chosen
    """,
    "aft-intermediate": """
        taught-hours: minimum-minutes activity=taught minutes=60h read
        study-hours: minimum-minutes activity=study minutes=180h read
        practice-hours: minimum-minutes activity=practice minutes=60h read
        supervision-hours: minimum-minutes activity=supervision minutes=10h read
        attendance: attendance-percent activity=taught percent=90 read
        modules: modules-passed chosen
        credit: full activity=supervision chosen
    """,
    "aft-qualifying": """
        clinical-group-hours: minimum-minutes activity=practice minutes=300h
            also=clinical-group-supervision without=agency-practice read
        direct-work-hours: minimum-minutes activity=practice minutes=40h roles=lead,co-therapist
            without=agency-practice read
        agency-hours: minimum-minutes activity=agency-practice minutes=200h read
        credit: full activity=supervision chosen
    """,
    "babcp": """
        training-hours: minimum-minutes activity=taught minutes=450h also=study read
        live-teaching-hours: minimum-minutes activity=taught minutes=200h modes=in-room,online read
        practice-hours: minimum-minutes activity=practice minutes=200h read
        supervision-hours: minimum-minutes activity=supervision minutes=40h read
        cases: completed-cases activity=practice supervision=supervision cases=8 sessions=5
            supervision_minutes=5h read
        problem-types: problem-types activity=practice supervision=supervision types=3
            sessions=5 supervision_minutes=5h read
        closely-supervised-cases: completed-cases activity=practice supervision=supervision
            cases=3 sessions=5 supervision_minutes=5h observed=live,recorded chosen
        case-studies: evidence-counted evidence=case-study count=4 read
        online-teaching: cap activity=taught minutes=40h modes=online read
        credit: double-share activity=supervision largest_group=4 read
    """,
    "bacp-course": """
        taught-hours: minimum-minutes activity=taught minutes=400h read
        practice-hours: minimum-minutes activity=practice minutes=100h read
        supervision-ratio: supervision-ratio activity=practice supervision=supervision
            supervision_minutes=1h practice_minutes=8h read
        monthly-supervision: regular-supervision activity=practice supervision=supervision
            minutes=1.5h read
        two-weekly-supervision: supervision-cadence activity=practice supervision=supervision
            days=14 read
        credit: bacp activity=supervision read
    """,
    "bacp-individual": """
        practice-hours: minimum-minutes activity=practice minutes=450h read
        qualified-practice-hours: minimum-minutes activity=practice minutes=150h
            after_module=qualification read
        three-years: least-elapsed activity=practice months=36 read
        supervised-months: supervised-period activity=practice supervision=supervision
            minutes=1.5h read
        six-years: best-window activity=practice months=72 read
        credit: bacp activity=supervision read
    """,
    "california-lmft": """
        experience-hours: minimum-minutes activity=practice minutes=3000h also=indirect read
        direct-hours: minimum-minutes activity=practice minutes=1750h read
        couple-and-family-hours: minimum-minutes activity=practice minutes=500h
            formats=couple,family chosen
        two-years: least-elapsed activity=practice weeks=104 also=indirect read
        six-years: not-older-than months=72 read
        supervised-weeks: supervised-period activity=practice supervision=supervision minutes=1h
            period=week per_site=True also=indirect read
        seven-days: rolling-limit activity=practice minutes=40h also=indirect read
        non-clinical: cap activity=indirect minutes=1250h read
        credit: units activity=supervision largest_group=8 chosen
    """,
    "coamfte": """
        direct-hours: minimum-minutes activity=practice minutes=500h read
        relational-hours: minimum-minutes activity=practice minutes=250h formats=couple,family read
        supervision-hours: minimum-minutes activity=supervision minutes=100h read
        observed-supervision-hours: minimum-minutes activity=supervision minutes=50h
            observed=live,recorded read
        credit: full activity=supervision largest_group=8 read
    """,
    "exercise-leader": """
        taught-hours: minimum-minutes activity=taught minutes=157h read
        all-hours: minimum-minutes activity=taught minutes=230h also=study,practice read
        leading-hours: minimum-minutes activity=practice minutes=20h roles=lead chosen
        seen-leading: observed-sessions activity=practice sessions=2 chosen
        session-plans: evidence-counted evidence=session-plan count=4 chosen
        modules: modules-passed chosen
    """,
    "health-care-assistant": """
        standards: modules-passed read
        taught-hours: minimum-minutes activity=taught minutes=30h chosen
        care-hours: minimum-minutes activity=practice minutes=60h chosen
        supervision-hours: minimum-minutes activity=supervision minutes=6h chosen
        assessments: observed-sessions activity=practice sessions=3 chosen
    """,
    "lay-counsellor": """
        taught-hours: minimum-minutes activity=taught minutes=60h chosen
        practice-hours: minimum-minutes activity=practice minutes=40h chosen
        weekly-supervision: supervision-cadence activity=practice supervision=supervision days=7
            read
        competence: observed-competence level=3 chosen
        safe-to-practise: after-competence activities=practice level=2 read
    """,
    "ncps": """
        placement-hours: minimum-minutes activity=practice minutes=100h read
        in-room-hours: minimum-minutes activity=practice minutes=70h modes=in-room read
        monthly-supervision: regular-supervision activity=practice supervision=supervision
            minutes=1.5h read
        online: cap activity=practice percent=30 of=placement-hours modes=online read
        not-live: cap activity=practice minutes=0h modes=asynchronous read
    """,
    "nhs-pwp": """
        practice-hours: minimum-minutes activity=practice minutes=80h chosen
        supervision-hours: minimum-minutes activity=supervision minutes=40h chosen
        case-management-hours: minimum-minutes activity=case-management-supervision minutes=20h
            chosen
        clinical-skills-hours: minimum-minutes activity=clinical-skills-supervision minutes=20h
            chosen
    """,
    "nutrition": """
        taught-hours: minimum-minutes activity=taught minutes=126h read
        all-hours: minimum-minutes activity=taught minutes=150h also=study read
        modules: modules-passed read
        outreach-hours: minimum-minutes activity=outreach minutes=10h chosen
    """,
    "peer-network-facilitator": """
        taught-hours: minimum-minutes activity=taught minutes=18h chosen
        group-hours: minimum-minutes activity=peer-support minutes=40h chosen
        lead-hours: minimum-minutes activity=peer-support minutes=10h roles=lead chosen
        regular-supervision: supervision-cadence activity=peer-support supervision=supervision
            days=28 chosen
        reflective-logs: evidence-counted evidence=reflective-log count=4 chosen
        modules: modules-passed chosen
    """,
    "time-bank-volunteer": """
        induction: minimum-minutes activity=taught minutes=2h chosen
        exchanged-hours: minimum-minutes activity=outreach minutes=20h chosen
    """,
}
"""By preset, in the hours of the clock: every requirement, limit and group credit under its key,
what it says that is not usual, and whether it was read in a public source or chosen."""

OF_NATIONAL_BODIES = {
    "babcp",
    "bacp-course",
    "bacp-individual",
    "california-lmft",
    "coamfte",
    "ncps",
    "nhs-pwp",
}


def figures_in(terms: Terms) -> list[str]:
    """Return what the terms ask for, in the words of FIGURES."""
    return [in_words(part) for part in (*terms.requirements, *terms.limits, *terms.credits)]


def in_words(part: Requirement | Limit | GroupCredit) -> str:
    name = "credit" if isinstance(part, GroupCredit) else part.key
    words = [
        f"{field.name}={shown(field.name, getattr(part, field.name))}"
        for field in fields(part)
        if field.name not in {"key", "title", "kind", "verified"}
        and (field.default is MISSING or getattr(part, field.name) != field.default)
    ]
    return " ".join([f"{name}:", part.kind, *words, "read" if part.verified else "chosen"])


def shown(name: str, value: object) -> str:
    if name.endswith("minutes") and isinstance(value, int):
        return f"{value / 60:g}h"
    return ",".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("key", preset_keys())
def test_a_preset_asks_for_just_what_was_read_or_chosen(key: str) -> None:
    in_one_line = " ".join(FIGURES[key].split())
    assert figures_in(load_preset(key)) == re.split(r" (?=[a-z-]+: )", in_one_line)


def test_all_sixteen_are_there_in_alphabetical_order() -> None:
    assert len(preset_keys()) == 16
    assert list(preset_keys()) == sorted(FIGURES)


def test_a_source_is_verified_unless_somebody_chose_the_figures() -> None:
    chosen = {"nhs-pwp", "peer-network-facilitator", "time-bank-volunteer"}
    for key in preset_keys():
        source = load_preset(key).source
        assert source.verified == (key not in chosen)
        assert source.read_on == date(2026, 11, 22)


def test_only_presets_without_a_chosen_figure_are_verified_as_a_whole() -> None:
    verified = {key for key in preset_keys() if load_preset(key).is_verified}
    assert verified == {"bacp-course", "bacp-individual", "coamfte", "ncps"}


@pytest.mark.parametrize("key", sorted(OF_NATIONAL_BODIES))
def test_a_national_body_asks_for_no_check_of_the_partnership(key: str) -> None:
    assert load_preset(key).governance == ()


def test_the_clinical_group_needs_no_check_before_a_session_counts() -> None:
    assert load_preset("aft-qualifying").governance == ()


@pytest.mark.parametrize(
    ("preset", "free", "checked"),
    [
        ("peer-network-facilitator", ["peer-support", "outreach"], ["home-visits"]),
        ("time-bank-volunteer", ["taught", "outreach"], ["home-visits", "driving"]),
    ],
)
def test_a_check_is_asked_only_where_the_activity_needs_one(
    preset: str, free: list[str], checked: list[str]
) -> None:
    terms = load_preset(preset)
    assert [terms.needs_of[activity] for activity in free] == [()] * len(free)
    for activity in checked:
        assert [need.item for need in terms.needs_of[activity]] == ["enhanced-dbs"]
        assert terms.covers("outreach", activity)


def test_a_check_that_partners_know_is_called_as_they_call_it() -> None:
    for key in preset_keys():
        for need in load_preset(key).governance:
            usual = DEFAULT_ITEMS.get(need.item)
            assert usual is None or need.title == str(usual.title)


def test_the_first_network_keeps_its_modules_evenings_and_checks() -> None:
    foundation, intermediate = load_preset("aft-foundation"), load_preset("aft-intermediate")
    assert foundation.title == "Working with Families"
    assert (foundation.weeks, foundation.session_minutes) == (26, 150)
    assert (len(foundation.modules), len(intermediate.modules)) == (6, 6)
    assert [need.item for need in intermediate.needs_of["practice"]] == [
        "enhanced-dbs",
        "supervision-contract",
    ]
    assert intermediate.needs_of["supervision"] == ()


def test_the_team_behind_the_mirror_earns_nothing_with_coamfte_and_all_with_aft() -> None:
    assert load_preset("coamfte").roles_counted["practice"] == ("lead", "co-therapist")
    assert load_preset("aft-qualifying").roles_counted["practice"] == ()


def test_care_has_sixteen_standards_and_nutrition_six_units() -> None:
    assert len(load_preset("health-care-assistant").modules) == 16
    assert len(load_preset("nutrition").modules) == 6


def test_a_lay_counsellor_is_rated_on_harm_before_the_first_client() -> None:
    terms = load_preset("lay-counsellor")
    assert len(terms.competences) == 7
    assert "harm-assessment" in {each.key for each in terms.competences}
