"""The shared words: each key has one form within a sentence and one alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.hours.sessions.rules import Mode, Observed, RoleInSession, SessionFormat

WITHIN_AND_ALONE: list[tuple[Mapping[Any, Any], Mapping[Any, Any], Any]] = [
    (vocabulary.ROLES, vocabulary.ROLES_ALONE, RoleInSession),
    (vocabulary.FORMATS, vocabulary.FORMATS_ALONE, SessionFormat),
    (vocabulary.MODES, vocabulary.MODES_ALONE, Mode),
    (vocabulary.OBSERVED, vocabulary.OBSERVED_ALONE, Observed),
]


@pytest.mark.parametrize(("within", "alone", "kept"), WITHIN_AND_ALONE)
def test_a_word_alone_is_the_word_of_a_sentence_with_a_capital(
    within: Mapping[Any, Any], alone: Mapping[Any, Any], kept: Any
) -> None:
    assert list(within) == list(alone) == [each.value for each in kept]
    for key, word in within.items():
        assert str(alone[key]) == str(word)[:1].upper() + str(word)[1:]


def test_every_format_has_its_word_for_a_case() -> None:
    assert list(vocabulary.CASES) == list(vocabulary.FORMATS)


def test_every_level_alone_says_its_number() -> None:
    assert {level: str(said) for level, said in vocabulary.LEVELS_ALONE.items()} == {
        level: f"{level}, {words}" for level, words in vocabulary.LEVELS.items()
    }
