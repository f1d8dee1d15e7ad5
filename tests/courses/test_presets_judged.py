"""What the presets are for: small logs, judged by them, count as their bodies say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.ledger import CompetenceRating, LedgerLine, Outcome
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.courses.preset_files import load_preset

DAY = date(2026, 9, 14)
AS_OF = date(2026, 11, 22)


def line(activity: str, minutes: int, held_on: date = DAY, **more: Any) -> LedgerLine:
    name = f"{activity} {held_on} {more.get('role')} {more.get('mode')} {minutes}"
    return LedgerLine(name, name, "abena", held_on, activity, minutes, **more)


def judged(key: str, *lines: LedgerLine, outcomes: tuple[Outcome, ...] = ()) -> Standing:
    return judge(load_preset(key), lines, [], outcomes, AS_OF, "abena")


def had(standing: Standing) -> dict[str, int]:
    return {each.key: each.have for each in standing.requirements}


def counted(standing: Standing) -> list[int]:
    return [each.counted_minutes for each in standing.lines]


@pytest.mark.parametrize(
    ("role", "direct"),
    [("lead", 60), ("co-therapist", 60), ("reflecting-team", 0), ("observer", 0), (None, 0)],
)
def test_everybody_is_in_the_clinical_group_and_some_work_directly(
    role: str | None, direct: int
) -> None:
    have = had(judged("aft-qualifying", line("practice", 60, role=role)))
    assert (have["clinical-group-hours"], have["direct-work-hours"]) == (60, direct)
    assert have["agency-hours"] == 0


def test_agency_practice_is_apart_from_the_clinical_group_and_its_supervision_in_it() -> None:
    agency = line("agency-practice", 50, role="lead")
    group = line("clinical-group-supervision", 120, present=4)
    assert had(judged("aft-qualifying", agency, group)) == {
        "clinical-group-hours": 120,
        "direct-work-hours": 0,
        "agency-hours": 50,
    }


@pytest.mark.parametrize(("supervision", "practice"), [(90, 720), (85, 0)])
def test_a_month_counts_with_an_hour_and_a_half_of_supervision_and_not_with_less(
    supervision: int, practice: int
) -> None:
    standing = judged("bacp-individual", line("practice", 720), line("supervision", supervision))
    assert had(standing)["practice-hours"] == practice


def test_only_those_who_speak_with_the_family_earn_relational_time() -> None:
    lines = [
        line("practice", 60, role=role, format="family") for role in ("lead", "reflecting-team")
    ]
    standing = judged("coamfte", *lines)
    assert counted(standing) == [60, 0]
    assert had(standing)["relational-hours"] == 60


def test_a_placement_counts_online_up_to_thirty_hours_and_never_when_not_live() -> None:
    standing = judged(
        "ncps",
        line("practice", 40 * 60, mode="online"),
        line("practice", 60, mode="asynchronous"),
        line("practice", 600, mode="in-room"),
    )
    assert sorted(counted(standing)) == [0, 600, 30 * 60]
    assert had(standing)["in-room-hours"] == 600


def test_an_exchange_counts_without_a_check_and_a_visit_at_home_does_not() -> None:
    assert counted(judged("time-bank-volunteer", line("outreach", 45))) == [45]
    [visit] = judged("time-bank-volunteer", line("home-visits", 30)).lines
    assert visit.counted_minutes == 0
    assert "no enhanced DBS check was in date" in str(visit.reason)


def test_a_lay_counsellor_counts_clients_once_every_competence_is_without_harm() -> None:
    keys = [each.key for each in load_preset("lay-counsellor").competences]
    clear = tuple(CompetenceRating("abena", key, 2, date(2026, 9, 1)) for key in keys)
    harm = CompetenceRating("abena", keys[0], 2, date(2026, 9, 2), is_harmful=True)
    client = line("practice", 60)
    assert counted(judged("lay-counsellor", client)) == [0]
    assert counted(judged("lay-counsellor", client, outcomes=clear)) == [60]
    assert counted(judged("lay-counsellor", client, outcomes=(*clear, harm))) == [0]


def test_a_week_in_california_needs_a_unit_of_supervision_at_the_same_site() -> None:
    work = [line("practice", 60, site="north"), line("indirect", 30, site="north")]
    here = line("supervision", 120, present=5, site="north")
    there = line("supervision", 120, present=5, site="south")
    assert had(judged("california-lmft", *work, here))["experience-hours"] == 90
    assert had(judged("california-lmft", *work, there))["experience-hours"] == 0


def test_online_teaching_counts_up_to_forty_hours_and_study_makes_up_the_training() -> None:
    standing = judged(
        "babcp", line("taught", 50 * 60, mode="online"), line("study", 100), line("taught", 60)
    )
    have = had(standing)
    assert have["training-hours"] == 40 * 60 + 100 + 60
    assert have["live-teaching-hours"] == 40 * 60
