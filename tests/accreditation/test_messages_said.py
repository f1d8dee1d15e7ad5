"""Whatever the engine says can be stored, translated and read in any language."""

from collections.abc import Iterator

from hypothesis import given, settings

from tests.accreditation.random_courses import cases, judged
from tests.accreditation.recount_lines import Case
from tests.how_often import often
from trainee_tracker.accreditation.forecast import forecast
from trainee_tracker.accreditation.standing import Standing, standing_from_dict, standing_to_dict
from trainee_tracker.canonical import canonical
from trainee_tracker.kept_messages import message_from_plain, to_plain_message
from trainee_tracker.languages import ENGLISH, template
from trainee_tracker.messages import All, AnyOf, Message, Value
from trainee_tracker.spoken import speaker_of

KEYS = {(each.id, each.context) for each in template()}


def said_of(standing: Standing) -> Iterator[Message]:
    """Yield all that a standing says, and what is expected of it."""
    for line in standing.lines:
        yield from (each for each in (line.reason, line.remedy) if each is not None)
    for requirement in standing.requirements:
        yield from requirement.missing


def with_its_parts(value: Value) -> Iterator[Message]:
    """Yield a message and every message that is a value within it."""
    if isinstance(value, Message):
        yield value
        for each in value.values.values():
            yield from with_its_parts(each)
    if isinstance(value, All | AnyOf):
        for each in value.items:
            yield from with_its_parts(each)


@settings(deadline=None, max_examples=often(30, thorough=1000))
@given(case=cases())
def test_every_sentence_can_be_kept_and_is_in_the_catalogue(case: Case) -> None:
    english = speaker_of(ENGLISH)
    for standing in judged(case).standings.values():
        expected = forecast(case.terms, standing, standing).requirements
        for message in (*said_of(standing), *(each.in_words for each in expected)):
            assert message_from_plain(to_plain_message(message)) == message
            assert english.speak(message) == str(message)
            for part in with_its_parts(message):
                key = part.one if part.many is None else (part.one, part.many)
                assert (key, part.context) in KEYS


@settings(deadline=None, max_examples=often(30, thorough=1000))
@given(case=cases())
def test_a_standing_comes_back_as_it_was_stored(case: Case) -> None:
    for standing in judged(case).standings.values():
        stored = standing_to_dict(standing)
        assert canonical(stored)
        assert standing_from_dict(stored) == standing
