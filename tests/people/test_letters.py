"""A letter speaks the language of whoever reads it, not that of the page that causes it."""

from __future__ import annotations

from dataclasses import astuple

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.languages.unmarked import marked_out
from trainee_tracker import mail
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS, ENGLISH, MIRROR
from trainee_tracker.messages import Own, say
from trainee_tracker.people.language.actions import choose_language
from trainee_tracker.people.letters import Reader, write
from trainee_tracker.people.models import Person
from trainee_tracker.spoken import ISOLATE, POP

ASKED = say("Your name in Family Care Training")
GIVEN = say("{sender} has given you one more role.", sender=Own("Omar Haddad"))


def letter_to(person: Person) -> mail.OutboxLetter:
    """Return the newest letter to somebody."""
    return next(each for each in mail.newest(20) if person.email in each.to)


def unmarked_words(letter: mail.OutboxLetter) -> str:
    """Return what of a letter stands outside the brackets of the accented pseudo-language."""
    return "".join(marked_out(each) for each in letter.paragraphs if each not in letter.links)


def test_a_letter_is_in_the_language_of_its_reader_while_the_page_is_in_english(
    browser: Browser, cast: Cast
) -> None:
    choose_language(cast.supervisor, ACCENTS)
    db.session.commit()
    [grant] = cast.supervisor.grants
    browser.sign_in(cast.training_lead)
    browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD})
    assert "no longer has the role" in browser.get("/people").text
    letter = letter_to(cast.supervisor)
    assert letter.subject.startswith("⟦Ýöûr")
    assert letter.language == "en-XA"
    assert unmarked_words(letter) == ""
    told = letter_to(cast.statutory_lead)
    assert told.subject == "A signing role in Family Care Training"
    assert "Ruth Mensah has ended a role of Sam Okafor: Supervisor." in told.paragraphs
    assert told.language == "en"


def test_an_invitation_and_a_new_link_are_in_the_language_of_their_reader_too(
    browser: Browser, cast: Cast
) -> None:
    choose_language(cast.trainee, ACCENTS)
    db.session.commit()
    browser.sign_in(cast.training_lead)
    browser.submit("/people", action=f"/people/{cast.trainee.id}/invite-again")
    assert "A link is on its way to Abena Osei. It works once, until" in browser.get("/people").text
    letter = letter_to(cast.trainee)
    assert letter.language == "en-XA"
    assert unmarked_words(letter) == ""


def test_names_are_set_apart_in_the_text_where_directions_meet_and_not_in_the_subject() -> None:
    letter = write(Reader("l@hope.example", "ليلى", ENGLISH), ASKED, GIVEN, "https://x.example/y")
    assert letter.text.startswith(f"Hello {ISOLATE}ليلى{POP},\n\nOmar Haddad has given you")
    assert letter.text.endswith("\n\nhttps://x.example/y\n")
    mirrored = write(Reader("l@hope.example", "ليلى", MIRROR), ASKED, GIVEN)
    assert f"{ISOLATE}Omar Haddad{POP}" in mirrored.text
    subject = write(
        Reader("l@hope.example", "Layla", MIRROR), say("{who}", who=Own("Layla"))
    ).subject
    assert not {ISOLATE, POP} & set(subject)


def test_a_letter_is_plain_values() -> None:
    assert astuple(write(Reader("l@hope.example", "Layla", ENGLISH), ASKED)) == (
        "l@hope.example",
        "Layla",
        "en",
        "Your name in Family Care Training",
        "Hello Layla,\n",
    )
