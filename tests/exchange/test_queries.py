"""What a list is checked against, and the two states by which a pasted ledger is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.asking import ASKING
from tests.cast import NOW, Cast
from tests.cohorts.builders import another_cohort, enrol
from trainee_tracker.accreditation.unchecked_terms import Activity, GovernanceNeed
from trainee_tracker.exchange.preview.queries import States, states_of
from trainee_tracker.exchange.queries import CheckedList, check_list
from trainee_tracker.people import actions as people

FIRST_DAY = date(2026, 9, 7)


def checked(cast: Cast, *rows: str) -> CheckedList:
    text = "\n".join(("name,email,enrolled_on", *rows))
    return check_list(cast.cohort, text, enrolled_on=FIRST_DAY, reader=cast.training_lead)


def test_only_who_trains_in_this_very_cohort_is_in_it_already(cast: Cast) -> None:
    yaw = people.add_person(
        "Yaw Darko",
        "yaw@grace.example",
        organisation=cast.network,
        actor=cast.training_lead,
        at=NOW,
    )
    another_cohort(cast, cast.trust, yaw)
    found = checked(
        cast,
        f"Kofi Boateng,{cast.colleague.email},",
        f"Yaw Darko,{yaw.email},",
    )
    [fault] = found.found.faults
    assert "Kofi Boateng is in this cohort already." in str(fault.message)
    assert set(found.known.values()) == {"Kofi Boateng", "Yaw Darko"}


def test_a_namesake_is_somebody_else_under_another_address(cast: Cast) -> None:
    enrol(cast, "Yaw Darko")
    found = checked(
        cast,
        "Yaw Darko,yaw@grace.example,",
        "Yaw Darko,another@grace.example,",
        "Efua Mills,efua@grace.example,",
        "Kofi Boateng,kofi.boateng@grace.example,",
    )
    assert found.namesakes == {
        2: "another@grace.example",
        3: "yaw@grace.example",
        5: cast.colleague.email,
    }
    alone = checked(cast, f"Kofi Boateng,{cast.colleague.email},", "Efua Mills,efua@mail.example,")
    assert alone.namesakes == {}


def test_faults_are_told_row_by_row_whatever_is_wrong(cast: Cast) -> None:
    found = checked(
        cast,
        "Amina Yusuf,no address,",
        f"Kofi Boateng,{cast.colleague.email},",
        "Efua Mills,efua@grace.example,never",
        "Esi Annan,esi@grace.example,2030-01-01",
    )
    assert [fault.number for fault in found.found.faults] == [2, 3, 4, 5]
    assert not found.is_good


def test_the_draft_and_the_newest_version_name_their_activities_the_draft_last(cast: Cast) -> None:
    course = cast.cohort.version.course
    found = states_of(course)
    assert found.newest is course.versions[-1]
    assert found.published is not None
    assert found.has_unjudged_checks
    before = replace(
        ASKING,
        activities=(*ASKING.activities, Activity("outreach", "Outreach")),
    )
    titles = {**ASKING.activity_titles, "practice": "Practice"}
    states = States(ASKING, None, before)
    assert states.titles_before == {**titles, "outreach": "Outreach"}
    assert states.titles == {**titles, "outreach": "Outreach"}
    renamed = tuple(
        replace(each, title="Client work") if each.key == "practice" else each
        for each in ASKING.activities
    )
    states = States(replace(ASKING, activities=renamed), None, before)
    assert states.titles == {**titles, "practice": "Client work", "outreach": "Outreach"}
    assert States(ASKING, None, None).titles_before == {}


def test_a_draft_has_checks_that_a_ledger_does_not_tell_where_any_stops_something(
    cast: Cast,
) -> None:
    informs = GovernanceNeed("data-security", "Data-security training")
    stops = GovernanceNeed("enhanced-dbs", "Enhanced DBS check", ("practice",))

    def has_checks(*needs: GovernanceNeed) -> bool:
        return States(replace(ASKING, governance=needs), None, None).has_unjudged_checks

    assert [has_checks(), has_checks(informs), has_checks(informs, stops)] == [False, False, True]
