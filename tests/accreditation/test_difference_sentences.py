"""What a difference says in full: its sentence, its part, and what was before and is after."""

from dataclasses import replace

from tests.accreditation.builders import ACTIVITIES, PRACTICE_HOUR, terms
from trainee_tracker.accreditation.differences import Change, Difference, differences
from trainee_tracker.accreditation.kinds import AttendancePercent, EvidenceCounted
from trainee_tracker.accreditation.limits import Cap, NotOlderThan, PriorLearning
from trainee_tracker.accreditation.unchecked_terms import Activity, EvidenceKind, Module
from trainee_tracker.messages import Own, Percent, Value, in_english, say


def said(value: Value | None) -> str:
    """Return what a difference says in English of what was before or is after."""
    assert value is not None
    return in_english(value)


def test_a_part_of_another_kind_says_which_part_it_was_and_is() -> None:
    before = terms(limits=(NotOlderThan("old", "Nothing old", 12),))
    after = terms(limits=(Cap("old", "A cap", "taught", minutes=90),))
    (change,) = differences(before, after)
    assert (change.part, change.key, change.change, change.field) == (
        "limits",
        "old",
        Change.CHANGED,
        "kind",
    )
    assert str(change.sentence) == (
        "Limited in another way: A cap, at most 1 h 30 min; before: Nothing old, 12 months at most"
    )
    assert said(change.before) == "Nothing old, 12 months at most"
    assert said(change.after) == "A cap, at most 1 h 30 min"


def test_a_part_of_another_kind_is_described_in_the_words_of_its_own_version() -> None:
    cap = Cap("prior", "Prior", "practice", percent=30, of="hours")
    taken = PriorLearning("prior", "Prior", "practice", percent=50, of="hours")
    before = terms(limits=(cap,))
    after = terms(
        requirements=(replace(PRACTICE_HOUR, title="Placement"),),
        limits=(taken,),
    )
    (change,) = [each for each in differences(before, after) if each.field == "kind"]
    assert said(change.before) == "Prior, at most 30 %, of what “Practice hours” asks for"
    assert said(change.after) == "Prior, at most 50 %, of what “Placement” asks for"


def test_a_share_that_became_an_amount_of_time_says_so() -> None:
    before = terms(limits=(Cap("online", "Online", "practice", percent=30, of="hours"),))
    after = terms(limits=(Cap("online", "Online", "practice", minutes=90),))
    assert [str(each.sentence) for each in differences(before, after)] == [
        "Online: at most 1 h 30 min, was not set in time",
        "Online: no share, was at most 30 %",
        "Online: of no requirement, was of what “Practice hours” asks for",
    ]


def test_attendance_is_told_as_a_bare_percentage() -> None:
    before = terms(requirements=(AttendancePercent("there", "Attendance", "taught", 80),))
    after = terms(requirements=(AttendancePercent("there", "Attendance", "taught", 90),))
    (change,) = differences(before, after)
    assert (change.before, change.after) == (Percent(80), Percent(90))


def test_lists_of_things_of_one_name_are_told_apart_by_all_their_keys() -> None:
    twins = (Activity("clinic", "Clinic", "practice"), Activity("ward", "Clinic", "practice"))
    course = terms(activities=(*ACTIVITIES, *twins, Activity("third", "Clinic", "practice")))
    before = replace(course, requirements=(replace(PRACTICE_HOUR, also=("clinic", "ward")),))
    after = replace(course, requirements=(replace(PRACTICE_HOUR, also=("clinic", "third")),))
    (change,) = differences(before, after)
    assert said(change.before).endswith("(clinic, ward)")
    assert said(change.after).endswith("(clinic, third)")


def test_a_new_demand_for_evidence_says_how_much() -> None:
    evidence = (EvidenceKind("logs", "Logs"),)
    before = terms(evidence=evidence)
    after = replace(
        before, requirements=(PRACTICE_HOUR, EvidenceCounted("logs", "Reflective logs", "logs", 10))
    )
    (change,) = differences(before, after)
    assert (change.part, change.key, change.change) == ("requirements", "logs", Change.ADDED)
    assert (change.field, change.before) == ("", None)
    assert str(change.sentence) == "New: Reflective logs, 10"


def test_another_order_is_told_of_all_modules_together() -> None:
    modules = (Module("a", "Genograms"), Module("b", "Ethics"))
    found = differences(terms(modules=modules), terms(modules=modules[::-1]))
    order = say("{first}, then {then}", first=Own("Ethics"), then=Own("Genograms"))
    assert found == (
        Difference(
            "modules",
            "",
            Change.REORDERED,
            say("The modules come in another order: {order}", order=order),
            after=order,
        ),
    )
    assert str(found[0].sentence) == "The modules come in another order: Ethics, then Genograms"
