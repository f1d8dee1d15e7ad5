"""What a draft would make of lines from a file, without a page around it."""

from __future__ import annotations

from dataclasses import replace

from tests.accreditation.builders import DBS, PRACTICE_HOUR, TODAY, line, terms
from trainee_tracker.exchange.preview.rules import preview_of
from trainee_tracker.progress.comparison.rules import Effect

COURSE = terms(requirements=(PRACTICE_HOUR,), governance=(DBS,))


def test_no_line_is_refused_for_a_check_of_which_a_ledger_says_nothing() -> None:
    found = preview_of(
        [line(minutes=60)], {"amina": "Amina"}, published=COURSE, draft=COURSE, as_of=TODAY
    )
    assert found.count(Effect.STAYS_MET) == 1
    assert found.changed == ()


def test_what_a_draft_asks_for_more_than_the_newest_version_is_lost() -> None:
    more = replace(COURSE, requirements=(replace(PRACTICE_HOUR, minutes=120),))
    found = preview_of(
        [line(minutes=60), line(minutes=120, trainee="bola", entry="2", session="2")],
        {"amina": "Amina", "bola": "Bola"},
        published=COURSE,
        draft=more,
        as_of=TODAY,
    )
    assert [each.effect for each in found.trainees] == [Effect.LOSES, Effect.STAYS_MET]


def test_without_a_published_version_nobody_is_said_to_gain() -> None:
    found = preview_of(
        [line(minutes=60)], {"amina": "Amina"}, published=None, draft=COURSE, as_of=TODAY
    )
    assert found.trainees[0].effect == Effect.STAYS_MET
