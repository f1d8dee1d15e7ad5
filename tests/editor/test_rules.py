"""The rules of courses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.terms import TermsError
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.editor import rules
from trainee_tracker.editor.parts.rules import contradicting
from trainee_tracker.messages import say
from trainee_tracker.refusals import Impossible, NotAllowed


def test_only_a_lead_of_the_owning_organisation_may_change_a_course() -> None:
    rules.ensure_leads({3, 4}, 4, owner="Grace Network")
    with pytest.raises(
        NotAllowed, match=r"Courses of Grace Network are .* only by a training lead"
    ):
        rules.ensure_leads({3}, 4, owner="Grace Network")


@pytest.mark.parametrize(
    ("title", "message"),
    [("", "Write the title"), ("  \t", "Write the title"), ("x" * 201, "200 characters")],
)
def test_a_title_that_the_tables_cannot_hold_is_refused(title: str, message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_title(title, rules.Printed.COURSE)


def test_naming_changes_the_titles_and_nothing_else() -> None:
    terms = load_preset("aft-foundation")
    named = rules.titled(terms, title="Families together", award="Friend of families")
    assert (named.title, named.award) == ("Families together", "Friend of families")
    assert named.requirements == terms.requirements
    assert named.source == terms.source


ARABIC = Translation("ar", "العمل مع الأسر", "ممارس")


@pytest.mark.parametrize(
    ("title", "award", "kept"),
    [("", "", (ARABIC,)), ("Other", "", ()), ("", "Other", ()), ("Other", "Other", ())],
)
def test_translations_of_an_old_title_do_not_stay_beside_a_new_one(
    title: str, award: str, kept: tuple[Translation, ...]
) -> None:
    terms = replace(load_preset("aft-foundation"), translations=(ARABIC,))
    named = rules.titled(terms, title=title or terms.title, award=award or terms.award)
    assert named.translations == kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"award_wording": "x" * 400}, "Shorten the sentence of achievement .* 399"),
        ({"award_wording": "has learnt\u202e to listen"}, "cannot print “has learnt to listen”"),
        ({"award_wording": "has \u0007learnt"}, "hidden characters"),
        ({"title": "x" * 201}, "Shorten the title of the course"),
        ({"award": "Foun\u0000dation"}, "cannot print “Foundation”"),
        ({"translations": (Translation("ar", "x" * 201, "y"),)}, "in another language"),
        ({"translations": (Translation("ar", "x", "y\u2066"),)}, "cannot print “y”"),
        ({"requirements": (MinimumMinutes("a", "x" * 201, "taught", 1),)}, "each requirement"),
        ({"requirements": (MinimumMinutes("a", "x\u202b", "taught", 1),)}, "cannot print “x”"),
    ],
)
def test_what_a_certificate_cannot_print_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_printable(replace(load_preset("aft-foundation"), **changes))


def test_what_a_certificate_prints_is_taken() -> None:
    rules.ensure_printable(
        replace(
            load_preset("aft-foundation"),
            award_wording="x" * 300 + " \n" + "x" * 98,
            translations=(ARABIC,),
        )
    )


def test_who_finds_the_draft_changed_is_told_by_whom_when_and_what_their_own_would_change() -> None:
    edit = rules.Edit("Ruth Mensah", datetime(2026, 11, 22, 22, 6, tzinfo=UTC), is_own=False)
    changes = [say("Practice hours: 100 h, was 90 h"), *[say("Weeks")] * 4]
    assert str(rules.changed_meanwhile(edit, changes[:1])) == (
        "Ruth Mensah changed the draft while this page was open (22 November 2026, 22:06 UTC)."
        " Yours would now change this in it: Practice hours: 100 h, was 90 h. Press “Save” to"
        " keep yours, or leave this page to keep what is there."
    )
    assert "90 h; Weeks; Weeks; and 2 more." in str(rules.changed_meanwhile(edit, changes))
    assert str(rules.changed_meanwhile(None, [], button=rules.REMOVE)) == (
        "The draft changed while this page was open. Look at it again, then press “Remove it”."
    )
    own = replace(edit, is_own=True)
    assert str(rules.published_otherwise(own, 2)) == (
        "You changed the draft yourself while this page was open (22 November 2026, 22:06 UTC)."
        " Read it again below, then press “Publish version 2”."
    )


def test_a_part_that_is_gone_says_who_changed_the_draft_last() -> None:
    edit = rules.Edit("Ruth Mensah", datetime(2026, 11, 22, 22, 6, tzinfo=UTC), is_own=False)
    assert str(rules.part_gone(edit)) == (
        "This part is not in the draft any more. Ruth Mensah changed the draft last"
        " (22 November 2026, 22:06 UTC)."
    )
    assert "You changed the draft last yourself" in str(rules.part_gone(replace(edit, is_own=True)))
    assert str(rules.part_gone(None)) == "This part is not in the draft any more."


def test_a_fault_of_another_part_than_the_one_that_was_changed_names_that_part() -> None:
    terms = load_preset("aft-foundation")
    error = TermsError("requirements[0].minutes", say("0 is not 1 or more."))
    refusal = contradicting(error, "modules[2].", terms, {})
    assert refusal.field is None
    assert str(refusal.message) == f"“{terms.requirements[0].title}”: 0 is not 1 or more."
