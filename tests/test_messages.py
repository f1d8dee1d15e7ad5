"""Messages are whole sentences with typed values; English reads as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.said import SENTENCES, said
from trainee_tracker.languages import ACCENTS, ENGLISH, KEYWORDS, MIRROR
from trainee_tracker.messages import (
    All,
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Value,
    Verbatim,
    any_of,
    in_a_row,
    names,
    say,
    say_many,
    say_of,
)
from trainee_tracker.spoken import ISOLATE, POP, speaker_of


def test_every_sentence_is_a_literal_so_that_it_is_in_the_catalogue() -> None:
    assert all(each.texts for each in said())


def test_what_makes_a_message_is_what_is_extracted() -> None:
    assert SENTENCES.keys() <= KEYWORDS.keys()


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (say("{d} to go", d=Minutes(0)), "0 min to go"),
        (say("{d} to go", d=Minutes(59)), "59 min to go"),
        (say("{d} to go", d=Minutes(60)), "1 h to go"),
        (say("{d} to go", d=Minutes(90_090)), "1,501 h 30 min to go"),
        (say("{d}", d=Minutes(-90)), "−1 h 30 min"),
        (say("{d}", d=Percent(80)), "80 %"),
        (say("On {day}.", day=date(2026, 3, 1)), "On 1 March 2026."),
        (say("In {month}.", month=Month(2026, 3)), "In March 2026."),
        (say("Ask {who}.", who=any_of(["Ada"])), "Ask Ada."),
        (say("Ask {who}.", who=any_of(["Ada", "Ben", "Cleo"])), "Ask Ada, Ben or Cleo."),
        (say("{who} sign.", who=names(["Ada", "Ben", "Cleo"])), "Ada, Ben and Cleo sign."),
        (say("Name it {code}.", code=Verbatim("held_on")), "Name it held_on."),
        (say_many("{n} session", "{n} sessions", n=1), "1 session"),
        (say_many("{n} session", "{n} sessions", n=0), "0 sessions"),
        (say_many("{n} session", "{n} sessions", n=2_000), "2,000 sessions"),
        (say_of("an act", "Sign"), "Sign"),
        (
            say("{a} of {b}", a=say_many("{n} day", "{n} days", n=1), b=Month(2026, 5)),
            "1 day of May 2026",
        ),
    ],
)
def test_english_reads_as_people_write_it_with_and_without_a_speaker(
    message: Message, text: str
) -> None:
    assert str(message) == text
    assert speaker_of(ENGLISH).speak(message) == text


def test_an_instant_is_shown_by_the_clock_of_london() -> None:
    at = datetime(2026, 7, 1, 18, 5, tzinfo=UTC)
    assert speaker_of(ENGLISH).value(at) == "1 July 2026, 19:05"
    assert str(say("{at}", at=at)) == "1 July 2026, 18:05 UTC"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        speaker_of(ENGLISH).value(datetime(2026, 7, 1))


@pytest.mark.parametrize("value", [True, "text", None, 1.5])
def test_what_is_no_typed_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        speaker_of(ENGLISH).speak(Message("{x}", {"x": value}))  # type: ignore[dict-item]


@given(st.integers(0, 10**6))
def test_equal_messages_are_equal_and_hash_alike(minutes: int) -> None:
    one = say("{d} left for {who}", d=Minutes(minutes), who=Own("Ada"))
    other = say("{d} left for {who}", d=Minutes(minutes), who=Own("Ada"))
    assert one == other
    assert len({one, other, say("{d} left for {who}", d=Minutes(minutes + 1), who=Own("Ada"))}) == 2


@pytest.mark.parametrize("text", ["Layla Haddad", "12", "A-7K2Q"])
def test_words_that_read_the_same_way_carry_no_marks(text: str) -> None:
    assert speaker_of(ENGLISH).speak(say("{x}.", x=Own(text))) == f"{text}."


@pytest.mark.parametrize("text", ["ليلى حداد", "Layla ليلى"])
def test_words_that_read_the_other_way_are_set_apart(text: str) -> None:
    assert speaker_of(ENGLISH).speak(say("{x}.", x=Own(text))) == f"{ISOLATE}{text}{POP}."


def test_on_a_page_own_words_stand_in_bdi_and_nothing_of_them_is_markup() -> None:
    message = say("{who} & “{what}”", who=Own("<b>Ada</b>"), what=Verbatim("<i>"))
    page = speaker_of(ENGLISH).speak_html(message)
    assert page == "<bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi> &amp; “&lt;i&gt;”"


def test_sentences_stand_in_a_row_as_they_are() -> None:
    sentences = [say("Nothing was signed."), say("It changed."), say("Look again.")]
    assert str(in_a_row(sentences)) == "Nothing was signed. It changed. Look again."
    assert in_a_row(sentences[:1]) == say("Nothing was signed.")


def test_on_a_page_a_list_of_names_sets_each_apart() -> None:
    page = speaker_of(ENGLISH).speak_html(say("{who}", who=names(["A<", "B"])))
    assert page == "<bdi>A&lt;</bdi> and <bdi>B</bdi>"


VALUES: list[Value] = [Minutes(90), Percent(5), say("{n} h", n=3), All((Own("A"), Own("B")))]


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_the_words_in_a_value_come_from_the_catalogue_too(value: Value) -> None:
    # The sentence of this test is in no catalogue, the words inside the value are.
    text = speaker_of(ACCENTS).value(value)
    assert text.startswith("⟦") or isinstance(value, All) or value == say("{n} h", n=3)


def test_mirrored_sentences_read_from_right_to_left() -> None:
    assert speaker_of(MIRROR).value(Minutes(90)) == "1 \u202eh\u202c 30 \u202emin\u202c"
