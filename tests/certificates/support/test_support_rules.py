"""What a certificate rested on, what a recount finds, and who may keep it, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cast import NOW
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.certificates.support import rules
from trainee_tracker.certificates.support.results import reported_late, results_as_at
from trainee_tracker.certificates.support.rules import (
    Figure,
    Finding,
    Grounds,
    Keeping,
    ReliedLine,
    Shortfall,
    SignedFor,
    Verdict,
)
from trainee_tracker.cohorts.results.rules import ResultAct, ResultFacts, ResultKind
from trainee_tracker.messages import Message, Minutes, say
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, NotAllowed, Refused

DAY = date(2026, 11, 22)


def line(entry: str, **changed: object) -> LedgerLine:
    told = {
        "entry": entry,
        "session": f"s{entry}",
        "trainee": 7,
        "held_on": date(2026, 10, 1),
        "activity": "practice",
        "minutes": 60,
    }
    return LedgerLine(**(told | changed))  # type: ignore[arg-type]


def stands(have: int, need: int = 60, **changed: object) -> RequirementStanding:
    told = {
        "key": "practice",
        "title": "Practice",
        "met": have >= need,
        "have": have,
        "need": need,
        "short": max(0, need - have),
        "unit": "minutes",
        "waiting": 0,
        "missing": () if have >= need else (say("{time} of practice", time=Minutes(need - have)),),
        "verified": True,
    }
    return RequirementStanding(**(told | changed))  # type: ignore[arg-type]


def standing(*requirements: RequirementStanding) -> Standing:
    return Standing(7, DAY, requirements, (), ())


def grounds(*figures: Figure, signed: SignedFor | None = None) -> Grounds:
    return Grounds((7,), (), figures, signed)


def short(
    have: int, need: int = 60, *, unit: str = "minutes", missing: tuple[Message, ...] = ()
) -> Shortfall:
    return Shortfall(
        "practice",
        "Practice",
        unit,  # type: ignore[arg-type]
        need,
        have,
        need,
        0,
        is_met=False,
        missing=missing,
    )


PRINTED = Figure("practice", 62, 60, met=True, printed=True)


def test_what_was_signed_off_by_the_day_is_what_a_certificate_rests_on() -> None:
    lines = [
        line("2"),
        line("1", state=LineState.SUBMITTED),
        line("3", held_on=date(2026, 11, 23)),
        line("prior-4", is_prior_learning=True, activity="study", minutes=90),
    ]
    made = rules.grounds_of(
        [7], lines, standing(stands(62)), printed={"practice"}, signed=SignedFor(3, 60)
    )
    assert made.lines == (
        ReliedLine(7, "prior-study", "prior-4", 90),
        ReliedLine(7, "s2", "2", 60),
    )
    assert made.figures == (Figure("practice", 62, 60, met=True, printed=True),)
    assert Grounds.from_json(made.to_json()) == made
    without = replace(made, signed=None)
    assert Grounds.from_json(without.to_json()) == without


def test_new_lines_are_left_out_and_corrected_ones_are_taken_as_they_are() -> None:
    rested = Grounds(
        (7,),
        (ReliedLine(7, "s1", "1", 60), ReliedLine(7, "prior-study", "prior-4", 90)),
        (),
        None,
    )
    now = [
        line("5", session="s1", minutes=75),
        line("6"),
        line("prior-9", is_prior_learning=True, activity="study", minutes=200),
    ]
    assert [(each.entry, each.minutes) for each in rules.as_relied_on(rested, now)] == [
        ("5", 75),
        ("prior-9", 90),
    ]


def result(
    sequence: int,
    amount: int,
    decided_on: date,
    kind: ResultKind = ResultKind.EVIDENCE,
    act: ResultAct = ResultAct.RECORDED,
) -> ResultFacts:
    return ResultFacts(sequence, 7, kind, "case-study", amount, False, decided_on, sequence, act)


EARLIER, AFTERWARDS = date(2026, 11, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("results", "amounts"),
    [
        # What was accepted later does not add to it, and does not take it away.
        ([result(1, 3, EARLIER), result(2, 5, AFTERWARDS)], [3]),
        # What was taken back since does not stay, whatever day that bears.
        ([result(1, 3, EARLIER), result(2, 1, AFTERWARDS)], [1]),
        ([result(1, 3, EARLIER), result(2, 1, EARLIER)], [1]),
        # A slip that was put right leaves what there was.
        ([result(1, 3, EARLIER), result(2, 1, AFTERWARDS), result(3, 3, AFTERWARDS)], [3]),
        # Nothing was decided by then.
        ([result(1, 3, AFTERWARDS)], []),
        # Every rating that stands has a day of its own.
        (
            [
                result(1, 3, EARLIER, ResultKind.COMPETENCE),
                result(2, 1, AFTERWARDS, ResultKind.COMPETENCE),
            ],
            [3, 1],
        ),
        # Attendance that was taken back no longer stands.
        (
            [
                result(1, 90, EARLIER, ResultKind.ATTENDANCE),
                result(2, 0, AFTERWARDS, ResultKind.ATTENDANCE, ResultAct.WITHDRAWN),
            ],
            [],
        ),
    ],
)
def test_a_figure_so_far_is_the_one_of_the_day_and_no_more_than_stands_now(
    results: list[ResultFacts], amounts: list[int]
) -> None:
    assert [each.amount for each in results_as_at(results, DAY)] == amounts


def test_an_award_whose_figures_stand_is_supported() -> None:
    found = rules.compare(grounds(PRINTED), standing(stands(62)), 0, is_award=True)
    assert found == Finding(Verdict.SUPPORTED, ())
    assert found.worst == 0


def test_a_printed_figure_that_is_lower_now_is_false_though_all_is_met() -> None:
    found = rules.compare(grounds(PRINTED), standing(stands(61)), 0, is_award=True)
    assert found.verdict is Verdict.LOWER
    (shortfall,) = found.shortfalls
    assert (shortfall.was, shortfall.have, shortfall.is_met) == (62, 61, True)
    assert found.unmet == ()


def test_a_figure_that_is_not_printed_may_be_lower() -> None:
    hidden = replace(PRINTED, printed=False)
    found = rules.compare(grounds(hidden), standing(stands(61)), 0, is_award=True)
    assert found.verdict is Verdict.SUPPORTED


def test_an_award_with_something_unmet_is_no_longer_supported() -> None:
    hidden = replace(PRINTED, printed=False)
    found = rules.compare(grounds(hidden), standing(stands(45, waiting=15)), 0, is_award=True)
    assert found.verdict is Verdict.UNSUPPORTED
    assert [(each.have, each.need, each.waiting) for each in found.unmet] == [(45, 60, 15)]
    assert found.worst == 250
    assert Finding.from_json(found.to_json()) == found


def test_the_minutes_of_the_supervisor_whom_it_names_are_a_printed_figure_too() -> None:
    named = grounds(PRINTED, signed=SignedFor(3, 120))
    enough = rules.compare(named, standing(stands(62)), 120, is_award=True)
    assert enough.verdict is Verdict.SUPPORTED
    fewer = rules.compare(named, standing(stands(62)), 119, is_award=True)
    assert [each.key for each in fewer.shortfalls] == ["signed-off"]
    assert fewer.verdict is Verdict.LOWER


@pytest.mark.parametrize(
    ("figure", "have", "verdict"),
    [
        # What it says is met is not.
        (Figure("practice", 60, 60, met=True, printed=True), 59, Verdict.UNSUPPORTED),
        # It never said that it was met.
        (Figure("practice", 30, 60, met=False, printed=True), 29, Verdict.LOWER),
        (Figure("practice", 30, 60, met=False, printed=True), 30, Verdict.SUPPORTED),
        # A check is not printed, so nothing that it says became false.
        (Figure("practice", 60, 60, met=True, printed=False), 0, Verdict.SUPPORTED),
    ],
)
def test_a_progress_certificate_is_false_where_it_prints_more_than_there_is(
    figure: Figure, have: int, verdict: Verdict
) -> None:
    found = rules.compare(grounds(figure), standing(stands(have)), 0, is_award=False)
    assert found.verdict is verdict


def finding(*shortfalls: Shortfall) -> Finding:
    return Finding(Verdict.UNSUPPORTED, shortfalls)


@pytest.mark.parametrize(
    ("now", "is_covered"),
    [
        (short(45), True),
        (short(50), True),
        (short(44), False),
        # As much is missing, of more that is there.
        (short(46, 62), False),
        (replace(short(45), key="supervision"), False),
    ],
)
def test_what_was_kept_covers_that_and_anything_less_bad(now: Shortfall, is_covered: bool) -> None:
    assert rules.covers([short(45)], [now]) is is_covered


def test_the_same_count_of_other_modules_is_another_finding() -> None:
    kept = short(3, 4, unit="count", missing=(say("Couples"),))
    assert rules.covers([kept], [kept])
    assert not rules.covers([kept], [replace(kept, missing=(say("Families"),))])


def both(unmet: Shortfall, *people: int) -> list[Keeping]:
    sides = (Side.COMMUNITY, Side.STATUTORY)
    return [Keeping(side, who, (unmet,), NOW) for side, who in zip(sides, people, strict=False)]


def test_an_award_is_kept_by_two_people_of_two_sides() -> None:
    assert rules.is_kept(both(short(45), 1, 2), finding(short(45)))
    assert not rules.is_kept(both(short(45), 1), finding(short(45)))
    assert not rules.is_kept(both(short(45), 1, 1), finding(short(45)))
    assert not rules.is_kept(both(short(45), 1, 2), finding(short(40)))
    assert not rules.is_kept(both(short(45), 1, 2), Finding(Verdict.SUPPORTED, ()))


def test_it_is_kept_since_the_second_side_first_covered_what_is_found() -> None:
    days = [NOW + timedelta(days=each) for each in range(5)]
    signed = [
        Keeping(Side.COMMUNITY, 1, (short(50),), days[0]),
        Keeping(Side.COMMUNITY, 1, (short(45),), days[1]),
        Keeping(Side.STATUTORY, 2, (short(45),), days[2]),
        # A later signature of one side, about something else, changes nothing of it.
        Keeping(Side.COMMUNITY, 3, (short(30),), days[4]),
    ]
    assert rules.kept_since(signed, finding(short(45))) == days[2]
    assert rules.kept_since(signed, finding(short(47))) == days[2]
    assert rules.kept_since(signed, finding(short(30))) is None


def test_attendance_reported_late_counts_only_where_it_is_lower() -> None:
    late = result(1, 40, AFTERWARDS, ResultKind.ATTENDANCE)
    assert reported_late([late], DAY) == [late]
    by_then = result(1, 90, EARLIER, ResultKind.ATTENDANCE)
    assert reported_late([by_then, result(2, 40, AFTERWARDS, late.kind)], DAY) == []
    assert reported_late([result(1, 2, AFTERWARDS)], DAY) == []
    withdrawn = result(2, 0, AFTERWARDS, late.kind, ResultAct.WITHDRAWN)
    assert reported_late([late, withdrawn], DAY) == []
    counted, reported = standing(stands(95, 80)), standing(stands(40, 80))
    assert rules.lower_of(counted, reported) == reported
    assert rules.lower_of(reported, counted) == reported


def test_the_same_finding_has_the_same_digest() -> None:
    lower = replace(short(70), is_met=True)
    one = rules.finding_digest(finding(short(45)))
    assert one == rules.finding_digest(finding(short(45), lower))
    assert one != rules.finding_digest(finding(short(44)))


def side(found: Finding, keepings: list[Keeping], **changed: object) -> Side:
    told: dict[str, object] = {
        "sides_led": {Side.COMMUNITY},
        "actor_id": 1,
        "holder_id": 9,
        "is_award": True,
    }
    return rules.side_to_keep(found, keepings, **(told | changed))  # type: ignore[arg-type]


def test_each_side_signs_for_itself() -> None:
    assert side(finding(short(45)), []) is Side.COMMUNITY
    other = [Keeping(Side.COMMUNITY, 1, (short(45),), NOW)]
    assert (
        side(finding(short(45)), other, actor_id=2, sides_led={Side.COMMUNITY, Side.STATUTORY})
        is Side.STATUTORY
    )


KEPT = [Keeping(Side.COMMUNITY, 1, (short(45),), NOW)]


@pytest.mark.parametrize(
    ("found", "keepings", "changed", "refusal", "words"),
    [
        (finding(short(45)), [], {"holder_id": 1}, NotAllowed, "This award is yours"),
        (finding(short(45)), [], {"sides_led": set()}, NotAllowed, "A governance lead of each"),
        (finding(short(45)), [], {"is_award": False}, Impossible, "new progress certificate"),
        (Finding(Verdict.LOWER, ()), [], {}, Impossible, "issues the award again"),
        (Finding(Verdict.SUPPORTED, ()), [], {}, Impossible, "nothing to decide"),
        (
            finding(short(45)),
            KEPT,
            {"sides_led": {Side.STATUTORY}},
            NotAllowed,
            "has to be somebody else",
        ),
        (finding(short(45)), KEPT, {"actor_id": 2}, Impossible, "The other side signs next"),
    ],
)
def test_who_cannot_keep_an_award_is_told_why(
    found: Finding,
    keepings: list[Keeping],
    changed: dict[str, object],
    refusal: type[Refused],
    words: str,
) -> None:
    with pytest.raises(refusal, match=words):
        side(found, keepings, **changed)


def test_a_worse_finding_asks_a_side_anew() -> None:
    assert side(finding(short(40)), KEPT) is Side.COMMUNITY
