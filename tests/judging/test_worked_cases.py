"""The worked cases of the field, each judged by `flask judge` on the preset it is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.judging.conftest import Judge, Judged


@pytest.mark.parametrize(
    ("course", "minutes", "supervisees", "credited"),
    [
        pytest.param("babcp", 120, 4, 60, id="1 BABCP: 2 h, 4 supervisees"),
        pytest.param("babcp", 105, 3, 70, id="2 BABCP: 1 h 45, 3 supervisees"),
        pytest.param("bacp-course", 120, 4, 60, id="3 BACP: 2 h, 4 people"),
        pytest.param("bacp-course", 120, 6, 20, id="4 BACP: 2 h, 6 people"),
        pytest.param("bacp-individual", 120, 4, 60, id="3 BACP individual: 2 h, 4 people"),
        pytest.param("bacp-individual", 120, 6, 20, id="4 BACP individual: 2 h, 6 people"),
    ],
)
def test_group_supervision_is_credited_as_the_body_says(
    judge: Judge, course: str, minutes: int, supervisees: int, credited: int
) -> None:
    judged = judge(
        course,
        f"held_on,activity,minutes,present\n2026-03-03,supervision,{minutes},{supervisees}\n",
    )
    assert judged.counted == {"1": credited}
    reason = judged.reasons["1"]
    assert reason is not None
    assert f"{supervisees} people shared this supervision" in reason


def march_at_bacp(judge: Judge, supervision: int) -> Judged:
    """Twelve client hours in March with so many minutes of supervision."""
    rows = [f"c{day},2026-03-{day:02},practice,60\n" for day in range(2, 14)]
    supervised = f"s,2026-03-20,supervision,{supervision}\n"
    return judge("bacp-individual", f"entry,held_on,activity,minutes\n{''.join(rows)}{supervised}")


def test_5_bacp_individual_a_month_with_1_h_25_of_supervision_does_not_count(judge: Judge) -> None:
    judged = march_at_bacp(judge, 85)
    assert judged.have["practice-hours"] == 0
    assert judged.counted == {**{f"c{day}": 0 for day in range(2, 14)}, "s": 85}
    reason = judged.reasons["c2"]
    assert reason is not None
    assert reason.startswith("Not counted: March 2026 had 1 h 25 min of supervision")
    assert "1 h 30 min" in reason
    assert "5 more minutes" in reason or "5 min more" in reason


def test_5_bacp_individual_with_1_h_30_all_of_it_counts(judge: Judge) -> None:
    judged = march_at_bacp(judge, 90)
    assert judged.have["practice-hours"] == 12 * 60
    assert set(judged.reasons.values()) == {None}


def test_6_california_41_h_in_7_consecutive_days_of_two_weeks_leave_1_h_out(judge: Judge) -> None:
    # From Thursday to Wednesday: 5 h 51 min a day and 5 h 54 min on the last; each week supervised.
    first = date(2026, 3, 5)
    minutes = [351] * 6 + [354]
    days = [first + timedelta(days=number) for number in range(7)]
    rows = [f"{day},practice,{m},individual,1\n" for day, m in zip(days, minutes, strict=True)]
    supervision = [f"{day},supervision,60,,1\n" for day in (date(2026, 3, 4), date(2026, 3, 11))]
    judged = judge(
        "california-lmft",
        f"held_on,activity,minutes,format,present\n{''.join(rows)}{''.join(supervision)}",
    )
    assert sum(minutes) == 41 * 60
    assert judged.have["experience-hours"] == 40 * 60
    assert [judged.counted[str(number)] for number in range(1, 8)] == [351] * 6 + [294]
    reason = judged.reasons["7"]
    assert reason is not None
    assert "Counted 4 h 54 min of 5 h 54 min" in reason
    assert "7" in reason


TEAM = "session,trainee,held_on,activity,role,format,minutes\n" + "".join(
    f"clinic,{name},2026-03-03,practice,{role},family,60\n"
    for name, role in [
        ("amina", "lead"),
        ("bola", "reflecting-team"),
        ("comfort", "reflecting-team"),
        ("david", "reflecting-team"),
    ]
)


def have_of_each(judged: Judged, key: str) -> dict[str, int]:
    """What everybody has of a requirement."""
    return {
        name: requirement["have"]
        for name, own in judged.answer["trainees"].items()
        for requirement in own["requirements"]
        if requirement["key"] == key
    }


def test_7_coamfte_credits_the_lead_60_relational_minutes_and_the_others_0(judge: Judge) -> None:
    judged = judge("coamfte", TEAM)
    only_lead = {"amina": 60, "bola": 0, "comfort": 0, "david": 0}
    assert have_of_each(judged, "relational-hours") == only_lead
    assert have_of_each(judged, "direct-hours") == only_lead
    assert list(judged.counted.values()) == [60, 0, 0, 0]
    reason = judged.reasons["2"]
    assert reason is not None
    assert "reflecting team" in reason


def test_7_aft_credits_all_four_and_only_the_lead_as_direct_work(judge: Judge) -> None:
    judged = judge("aft-qualifying", TEAM)
    everyone = dict.fromkeys(("amina", "bola", "comfort", "david"), 60)
    assert have_of_each(judged, "clinical-group-hours") == everyone
    assert have_of_each(judged, "direct-work-hours") == {**dict.fromkeys(everyone, 0), "amina": 60}
    assert judged.answer["pooled"] == {"person_minutes": 240, "session_minutes": 60}


def test_8_a_missed_appointment_earns_0_minutes_and_counts_in_attendance(
    judge: Judge, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ledger = (
        "held_on,activity,minutes,attended\n2026-03-03,practice,50,yes\n2026-03-04,practice,50,no\n"
    )
    judged = judge("bacp-course", ledger)
    assert judged.counted == {"1": 50, "2": 0}
    reason = judged.reasons["2"]
    assert reason is not None
    assert "missed" in reason
    own = tmp_path_factory.mktemp("course") / "own.toml"
    own.write_text(ATTENDANCE_OF_PRACTICE, encoding="utf-8")
    assert judge(str(own), ledger).have == {"kept": 50}


ATTENDANCE_OF_PRACTICE = """\
key = "kept-appointments"
title = "Kept appointments"
award = "None"

[source]
body = "A body"
where = "its handbook"
read_on = 2026-11-22
verified = false

[[activities]]
key = "practice"
title = "Practice"

[[requirements]]
kind = "attendance-percent"
key = "kept"
title = "Appointments kept"
activity = "practice"
percent = 80
"""
