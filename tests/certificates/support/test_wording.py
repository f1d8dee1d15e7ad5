"""How pages say what a recount found and what was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trainee_tracker.certificates.support import wording
from trainee_tracker.certificates.support.changes import Change, ChangeKind
from trainee_tracker.certificates.support.queries import Deciding
from trainee_tracker.certificates.support.rules import SIGNED_OFF, Finding, Shortfall, Verdict
from trainee_tracker.cohorts.results.rules import ResultKind
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.people.rules import Side

NOTHING = Finding(Verdict.UNSUPPORTED, ())
DAY = date(2026, 9, 8)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def short(key: str, *, waiting: int = 0, is_met: bool) -> Shortfall:
    return Shortfall(key, "Practice", "minutes", 3600, 2700, 3600, waiting, is_met, ())


@pytest.mark.parametrize(
    ("shortfall", "words"),
    [
        (short("a", is_met=False), "Practice: 45 h of 60 h"),
        (
            short("a", is_met=False, waiting=900),
            "Practice: 45 h of 60 h; 15 h wait for a signature",
        ),
        (short("a", is_met=True), "Practice: it prints 60 h, the record has 45 h"),
        (
            short("a", is_met=True, waiting=900),
            "Practice: it prints 60 h, the record has 45 h; 15 h wait for a signature",
        ),
        (
            short(SIGNED_OFF, is_met=True),
            "Signed off by the supervisor it names: it prints 60 h, the record has 45 h",
        ),
    ],
)
def test_what_is_short_is_said_beside_what_it_was(shortfall: Shortfall, words: str) -> None:
    assert str(wording.shortfall_words(shortfall)) == words


@pytest.mark.parametrize(
    ("could_revoke", "words"),
    [
        ({}, "Nobody can revoke it yet."),
        ({1: "Ruth"}, "You can revoke it."),
        ({2: "Tom"}, "Tom can revoke it."),
        ({1: "Ruth", 2: "Tom", 3: "Ada"}, "You, Tom or Ada can revoke it."),
    ],
)
def test_who_can_revoke_is_named_with_the_reader_first(
    could_revoke: dict[int, str], words: str
) -> None:
    could_sign = {Side.COMMUNITY: {1: "Ruth", 4: "Clara"}, Side.STATUTORY: {}}
    deciding = Deciding(signed={}, could_sign=could_sign, could_revoke=could_revoke)
    revoke, keep = wording.decision_words(deciding, NOTHING, reader_id=1)
    assert str(revoke) == words
    assert str(keep).endswith(
        "for the community side you or Clara, for the statutory side nobody yet."
    )


def register(was: Mark | None, becomes: Mark, before: int | None) -> Change:
    return Change(
        ChangeKind.REGISTER,
        AT,
        "Ruth",
        held_on=DAY,
        about="Day 1",
        before=before,
        after=60,
        was=was,
        becomes=becomes,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (register(None, Mark.LATE, None), "not on it → Late, 1 h"),
        (register(Mark.LATE, Mark.LATE, 30), "Late, 30 min → 1 h"),
        (register(Mark.ABSENT, Mark.LATE, 0), "Absent → Late, 0 min → 1 h"),
    ],
)
def test_a_register_is_said_before_and_after(change: Change, words: str) -> None:
    said = wording.change_words(change)
    assert str(said) == f"Register of Day 1 on 8 September 2026: {words}"


def test_a_change_that_leaves_out_what_it_is_about_is_a_fault() -> None:
    with pytest.raises(ValueError, match="on which day"):
        wording.change_words(Change(ChangeKind.CORRECTED, AT, "Ruth"))
    with pytest.raises(ValueError, match="of which kind"):
        wording.change_words(Change(ChangeKind.RESULT, AT, "Ruth", held_on=DAY))


def test_a_report_is_said_beside_what_the_registers_counted() -> None:
    report = Change(
        ChangeKind.RESULT,
        AT,
        "Ruth",
        held_on=DAY,
        after=50,
        result=ResultKind.ATTENDANCE,
        counted=90,
    )
    assert str(wording.change_words(report)) == (
        "Attendance reported: 50 % (the registers counted 90 %)"
    )


def test_who_holds_an_award_is_named_before_something_is_changed() -> None:
    assert str(wording.holders_words(["Ada"])).startswith("Ada holds an award. Should what it")
    assert str(wording.holders_words(["Ada", "Ben"])).startswith(
        "Ada and Ben hold an award. Should what these"
    )
