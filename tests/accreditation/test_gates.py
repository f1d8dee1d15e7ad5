"""What a line's day decides by itself: its age, and gates that open with modules or competence."""

from datetime import date
from typing import Any

import pytest

from tests.accreditation.builders import DBS, MODULES, TODAY, judged, line, prior, standing, terms
from trainee_tracker.accreditation.ledger import (
    Clearance,
    CompetenceRating,
    LineState,
    ModuleOutcome,
    Outcome,
)
from trainee_tracker.accreditation.limits import (
    AfterCompetence,
    AfterModules,
    Limit,
    NotOlderThan,
    PriorLearning,
)
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Competence

YEAR = NotOlderThan("year", "A year", 12)
AFTER_ONE = AfterModules("gate", "Gate", ("practice",), ("genograms",))
AFTER_BOTH = AfterModules("gate", "Gate", ("practice",), ("case-study", "genograms"))
SAFE = AfterCompetence("safe", "Safe", ("practice",), 3)
COMPETENCES = (Competence("empathy", "Empathy"), Competence("harm", "No harm"))


def gated(*limits: Limit, **changes: Any) -> Terms:
    return terms(limits=limits, modules=MODULES, competences=COMPETENCES, **changes)


def passed(module: str, on: date, trainee: str = "amina") -> ModuleOutcome:
    return ModuleOutcome(trainee, module, on)


def rated(
    competence: str, on: date, level: int = 3, *, is_harmful: bool = False, trainee: str = "amina"
) -> CompetenceRating:
    return CompetenceRating(trainee, competence, level, on, is_harmful)


# Age.


@pytest.mark.parametrize(
    ("as_of", "months", "first"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 11, 22), 72, date(2020, 11, 22)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 2, 28), 12, date(2026, 2, 28)),
    ],
)
def test_a_line_is_too_old_from_the_day_before_its_age_on(
    as_of: date, months: int, first: date
) -> None:
    course = gated(NotOlderThan("old", "Old", months))
    before = date.fromordinal(first.toordinal() - 1)
    counted = [
        judged(course, line(held_on=day), as_of=as_of).counted_minutes for day in (before, first)
    ]
    assert counted == [0, 60]


def test_a_line_that_is_too_old_says_since_when_lines_count() -> None:
    result = judged(gated(YEAR), line(held_on=date(2025, 11, 21)))
    assert (result.counted_minutes, result.limit) == (0, "year")
    assert str(result.reason) == (
        "Not counted: 21 November 2025 is too long ago; this course counts nothing older than "
        "1 year."
    )
    assert str(result.remedy) == (
        "Only what was held since 22 November 2025 counts. If the date is wrong, correct it."
    )


def test_age_may_matter_to_some_activities_only() -> None:
    course = gated(NotOlderThan("old", "Old", 12, ("practice",)))
    old = date(2020, 1, 1)
    counted = {
        activity: judged(course, line(activity, held_on=old)).counted_minutes
        for activity in ("practice", "family-clinic", "taught")
    }
    assert counted == {"practice": 0, "family-clinic": 0, "taught": 60}


def test_prior_learning_can_be_too_old() -> None:
    course = gated(YEAR, PriorLearning("apel", "APEL", "practice", minutes=600))
    assert judged(course, prior("practice", 60, held_on=date(2020, 1, 1))).limit == "year"


def test_an_age_longer_than_the_calendar_leaves_everything() -> None:
    course = gated(NotOlderThan("old", "Old", 12 * 3000))
    assert judged(course, line(held_on=date.min)).counted_minutes == 60


# Modules.


@pytest.mark.parametrize(
    ("held_on", "counted"),
    [(date(2026, 3, 2), 0), (date(2026, 3, 3), 60), (date(2026, 3, 4), 60)],
)
def test_a_gate_opens_on_the_day_on_which_the_module_is_passed(held_on: date, counted: int) -> None:
    outcomes = [passed("genograms", date(2026, 3, 3)), passed("case-study", date(2026, 1, 1))]
    for limit in (AFTER_ONE, AFTER_BOTH):
        found = judged(gated(limit), line(held_on=held_on), outcomes=outcomes)
        assert found.counted_minutes == counted


def test_a_line_before_its_gate_says_what_opened_it_too_late() -> None:
    result = judged(gated(AFTER_ONE), line(), outcomes=[passed("genograms", date(2026, 3, 4))])
    assert (result.counted_minutes, result.limit) == (0, "gate")
    assert str(result.reason) == (
        "Not counted: practice with families counts on this course only once “Genograms” is "
        "passed; “Genograms” was passed on 4 March 2026."
    )
    assert str(result.remedy) == "It would count if “Genograms” had been passed by 3 March 2026."


def test_a_line_before_a_gate_of_several_modules_names_those_that_lack() -> None:
    result = judged(gated(AFTER_BOTH), line(), outcomes=[passed("genograms", date(2026, 3, 4))])
    assert str(result.reason) == (
        "Not counted: practice with families counts on this course only once “Genograms” and "
        "“Case study” are passed; “Genograms” was passed on 4 March 2026 and “Case study” is not "
        "passed yet."
    )
    assert str(result.remedy) == (
        "It would count if “Genograms” and “Case study” had been passed by 3 March 2026."
    )
    one = judged(gated(AFTER_BOTH), line(), outcomes=[passed("genograms", date(2026, 3, 3))])
    assert str(one.reason) == (
        "Not counted: practice with families counts on this course only once “Case study” is "
        "passed; “Case study” is not passed yet."
    )


def test_a_module_that_another_trainee_passed_opens_nothing() -> None:
    outcomes = [passed("genograms", date(2026, 1, 1), trainee="benedict")]
    assert judged(gated(AFTER_ONE), line(), outcomes=outcomes).counted_minutes == 0


def test_a_gate_stands_before_its_activities_alone_and_not_before_prior_learning() -> None:
    course = gated(AFTER_ONE, PriorLearning("apel", "APEL", "practice", minutes=600))
    assert judged(course, line("taught")).counted_minutes == 60
    assert judged(course, line("family-clinic")).counted_minutes == 0
    assert judged(course, prior("practice", 60)).counted_minutes == 60


def test_on_the_last_day_of_the_calendar_a_gate_is_as_open_as_on_any_other() -> None:
    last = line(held_on=date.max)
    course = gated(AFTER_ONE)
    assert judged(course, last, as_of=date.max).counted_minutes == 0
    outcomes = [passed("genograms", date.max)]
    assert judged(course, last, outcomes=outcomes, as_of=date.max).counted_minutes == 60


# Competence.

BOTH_SEEN = [rated("empathy", date(2026, 3, 3)), rated("harm", date(2026, 3, 1))]


@pytest.mark.parametrize(
    ("held_on", "counted"), [(date(2026, 3, 2), 0), (date(2026, 3, 3), 60), (TODAY, 60)]
)
def test_sessions_count_from_the_day_on_which_every_competence_is_seen(
    held_on: date, counted: int
) -> None:
    found = judged(gated(SAFE), line(held_on=held_on), outcomes=BOTH_SEEN)
    assert found.counted_minutes == counted


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        (
            [],
            "“Empathy” had not been observed yet and “No harm” had not been observed yet",
        ),
        ([rated("empathy", date(2026, 3, 3))], "“No harm” had not been observed yet"),
        (
            [*BOTH_SEEN, rated("harm", date(2026, 3, 2), level=2)],
            "“No harm” was last seen at level 2",
        ),
        (
            [*BOTH_SEEN, rated("harm", date(2026, 3, 3), level=4, is_harmful=True)],
            "“No harm” was last seen to be harmful",
        ),
        (
            [*BOTH_SEEN, rated("empathy", date(2026, 3, 3), level=1)],
            "“Empathy” was last seen at level 1",
        ),
        (
            [*BOTH_SEEN[1:], rated("empathy", date(2026, 3, 4))],
            "“Empathy” had not been observed yet",
        ),
        (
            [*BOTH_SEEN[1:], rated("empathy", date(2026, 3, 3), trainee="benedict")],
            "“Empathy” had not been observed yet",
        ),
    ],
)
def test_a_session_without_competence_says_what_was_seen_last(
    outcomes: list[Outcome], reason: str
) -> None:
    result = judged(gated(SAFE), line(), outcomes=outcomes)
    assert (result.counted_minutes, result.limit) == (0, "safe")
    assert str(result.reason) == f"Not counted: on 3 March 2026 {reason}."
    assert str(result.remedy) == (
        "Sessions of practice with families count from the day on which every competence of this "
        "course is seen at level 3 or above and without harm."
    )


def test_a_later_rating_closes_the_gate_until_the_next_opens_it_again() -> None:
    course = gated(AfterCompetence("safe", "Safe", ("practice",), 3, ("harm",)))
    outcomes = [
        rated("harm", date(2026, 3, 1)),
        rated("harm", date(2026, 3, 5), level=4, is_harmful=True),
        rated("harm", date(2026, 3, 8), level=4),
    ]
    found = [line(held_on=date(2026, 3, number)) for number in (1, 4, 5, 7, 8, 31)]
    counted = [one.counted_minutes for one in standing(course, *found, outcomes=outcomes).lines]
    assert counted == [60, 60, 0, 0, 60, 60]


def test_of_two_ratings_on_one_day_the_lower_level_stands_whichever_comes_first() -> None:
    low_and_high = [rated("harm", date(2026, 3, 3), 2), rated("harm", date(2026, 3, 3), 4)]
    course = gated(AfterCompetence("safe", "Safe", ("practice",), 3, ("harm",)))
    for outcomes in (low_and_high, low_and_high[::-1]):
        assert judged(course, line(), outcomes=outcomes).counted_minutes == 0


def test_prior_learning_needs_no_competence_here() -> None:
    course = gated(SAFE, PriorLearning("apel", "APEL", "practice", minutes=600))
    assert judged(course, prior("practice", 60)).counted_minutes == 60
    assert judged(course, line("taught")).counted_minutes == 60


# Which reason comes first.


def test_of_several_things_in_the_way_the_one_is_named_that_comes_first() -> None:
    course = gated(YEAR, AFTER_ONE, SAFE)
    old = date(2020, 1, 1)
    cases = [
        (line(state=LineState.DECLINED, held_on=old), None, "it was declined"),
        (line("outreach", held_on=date(2027, 1, 1)), None, "“Outreach” is not part of"),
        (line(held_on=date(2027, 1, 1), attended=False), None, "is after 22 November 2026"),
        (line(held_on=old, attended=False), None, "the session was missed"),
        (line(held_on=old), "year", "is too long ago"),
        (prior("practice", 60), None, "takes no prior learning"),
        (line(), "gate", "only once “Genograms” is passed"),
    ]
    for one, limit, words in cases:
        result = judged(course, one)
        assert result.limit == limit
        assert result.reason is not None
        assert words in str(result.reason)


def test_a_line_that_waits_before_a_gate_says_that_it_also_has_to_be_signed_off() -> None:
    result = judged(gated(AFTER_ONE), line(state=LineState.SUBMITTED))
    assert (result.waiting_minutes, result.limit) == (0, "gate")
    assert str(result.remedy) == (
        "It would count if “Genograms” had been passed by 3 March 2026. "
        "The supervisor whom it names also has to sign it off."
    )


def test_a_clearance_that_ends_before_it_begins_covers_no_day() -> None:
    backwards = Clearance("amina", "enhanced-dbs", date(2026, 3, 4), date(2026, 3, 2))
    course = gated(governance=(DBS,))
    for number in range(1, 6):
        held_on = date(2026, 3, number)
        assert not backwards.covers(held_on)
        found = judged(course, line(held_on=held_on), clearances=[backwards])
        assert found.counted_minutes == 0
