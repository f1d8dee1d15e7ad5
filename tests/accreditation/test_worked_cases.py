"""The worked cases that a course built on real accreditors' rules must give exactly."""

import pytest

from tests.accreditation.builders import TODAY, judged, line, only_requirement, standing, terms
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.kinds import AttendancePercent, MinimumMinutes
from trainee_tracker.accreditation.unchecked_terms import Activity

BABCP = terms(credits=(GroupCredit("supervision", CreditKind.DOUBLE_SHARE, largest_group=4),))
BACP = terms(credits=(GroupCredit("supervision", CreditKind.BACP),))


@pytest.mark.parametrize(
    ("minutes", "supervisees", "credited"),
    [
        pytest.param(120, 4, 60, id="case 1: 2 h with 4 supervisees"),
        pytest.param(105, 3, 70, id="case 2: 1 h 45 with 3 supervisees"),
        pytest.param(60, 1, 60, id="alone in full"),
        pytest.param(60, 2, 60, id="two in full"),
    ],
)
def test_babcp_group_supervision(minutes: int, supervisees: int, credited: int) -> None:
    shared = line("supervision", minutes, present=supervisees)
    assert judged(BABCP, shared).counted_minutes == credited


def test_babcp_group_of_five_earns_nothing_and_says_so() -> None:
    result = judged(BABCP, line("supervision", 120, present=5))
    assert result.counted_minutes == 0
    assert str(result.reason) == (
        "Not counted: 5 people shared this supervision; this course counts groups of at most 4."
    )
    assert str(result.remedy) == "If fewer people were present, correct the number."


@pytest.mark.parametrize(
    ("supervisees", "credited"),
    [
        pytest.param(4, 60, id="case 3: 2 h with 4 people"),
        pytest.param(6, 20, id="case 4: 2 h with 6 people"),
        pytest.param(5, 24, id="the first group that is too large for half"),
        pytest.param(2, 60, id="two people count half"),
        pytest.param(1, 120, id="alone in full"),
    ],
)
def test_bacp_group_supervision(supervisees: int, credited: int) -> None:
    shared = line("supervision", 120, present=supervisees)
    assert judged(BACP, shared).counted_minutes == credited


TEAM = [
    line(minutes=60, session="clinic", trainee="lead", role="lead", format="family"),
    *(
        line(minutes=60, session="clinic", trainee=name, role="reflecting-team", format="family")
        for name in ("second", "third", "fourth")
    ),
]
EVERYONE = ["lead", "second", "third", "fourth"]


def test_case_7_coamfte_credits_the_lead_and_nothing_to_the_team_behind_the_mirror() -> None:
    coamfte = terms(
        activities=(Activity("practice", "Direct work", roles=("lead", "co-therapist")),),
        requirements=(
            MinimumMinutes("relational", "Relational", "practice", 60, formats=("family",)),
        ),
    )
    cohort = judge_cohort(coamfte, TEAM, [], [], TODAY, EVERYONE)
    have = {name: cohort.standings[name].requirements[0].have for name in EVERYONE}
    assert have == {"lead": 60, "second": 0, "third": 0, "fourth": 0}
    assert str(cohort.standings["second"].lines[0].reason) == (
        "Not counted: direct work counts on this course only as lead or co-therapist; "
        "this was logged as reflecting team."
    )


def test_case_7_aft_credits_all_four_as_clinical_group_and_only_the_lead_as_direct_work() -> None:
    aft = terms(
        requirements=(
            MinimumMinutes("group", "Clinical group", "practice", 60),
            MinimumMinutes("direct", "Direct work", "practice", 60, roles=("lead",)),
        ),
    )
    cohort = judge_cohort(aft, TEAM, [], [], TODAY, EVERYONE)
    have = {name: [r.have for r in cohort.standings[name].requirements] for name in EVERYONE}
    assert have == {"lead": [60, 60], "second": [60, 0], "third": [60, 0], "fourth": [60, 0]}
    assert cohort.pooled_person_minutes == 240
    assert cohort.pooled_session_minutes == 60


def test_case_8_a_missed_appointment_earns_nothing_and_still_counts_in_attendance() -> None:
    kept, missed = line(minutes=50), line(minutes=50, attended=False)
    earned = standing(terms(), kept, missed)
    assert [one.counted_minutes for one in earned.lines] == [50, 0]
    assert str(earned.lines[1].reason) == (
        "Not counted: the session was missed. It still shows in the attendance figures."
    )
    attendance = terms(requirements=(AttendancePercent("kept", "Kept", "practice", 80),))
    assert only_requirement(attendance, kept, missed).have == 50
