"""Who vouches for a name, and what may be decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trainee_tracker.people.names import rules
from trainee_tracker.people.names.rules import Compared, NameOutcome, Naming, Part, Situation
from trainee_tracker.refusals import Impossible, NotAllowed, Refused, Stale

WAITS = Situation("Abena Osei", is_newest=True, is_about_what_stands=True)
STANDS = Naming("Abena Osei", "أبينا", "ar", "UKCP 1")


@pytest.mark.parametrize(
    ("is_oneself", "is_administrator", "leads_at", "expected"),
    [
        (False, False, {1}, True),
        (False, False, {2, 3}, True),
        (False, False, {4}, False),
        (False, False, set(), False),
        (False, True, set(), True),
        (True, True, {1}, False),
    ],
)
def test_whoever_leads_where_a_person_is_known_vouches_and_nobody_for_themselves(
    is_oneself: bool, is_administrator: bool, leads_at: set[int], expected: bool
) -> None:
    may = rules.vouches_for(
        is_oneself=is_oneself,
        is_administrator=is_administrator,
        leads_at=leads_at,
        known_at={1, 2},
    )
    assert may is expected


def test_a_refusal_says_who_can() -> None:
    rules.ensure_vouches(True, "Abena Osei", is_oneself=False)
    with pytest.raises(NotAllowed, match="training lead, a governance lead or an administrator"):
        rules.ensure_vouches(False, "Abena Osei", is_oneself=True)
    with pytest.raises(NotAllowed, match="How Abena Osei is named"):
        rules.ensure_vouches(False, "Abena Osei", is_oneself=False)
    with pytest.raises(NotAllowed, match="Ask Ruth Adeyemi or Tom Hill to confirm it"):
        rules.ensure_vouches(True, "A", is_oneself=True, others=["Ruth Adeyemi", "Tom Hill"])
    with pytest.raises(NotAllowed, match=r"How A is named .* Ask Ruth Adeyemi to do it"):
        rules.ensure_vouches(False, "A", is_oneself=False, others=["Ruth Adeyemi"])
    rules.ensure_nobody_else([], "Ada Cole")
    with pytest.raises(NotAllowed, match="ask Ruth Mensah or Clara James"):
        rules.ensure_nobody_else(["Ruth Mensah", "Clara James"], "Ada Cole")


@pytest.mark.parametrize(
    ("now", "kind", "said"),
    [
        (replace(WAITS, outcome=NameOutcome.WITHDRAWN), Impossible, "took this request back"),
        (
            replace(WAITS, outcome=NameOutcome.CONFIRMED, decided_by="Clara James"),
            Impossible,
            "Clara James has confirmed this request already.",
        ),
        (
            replace(WAITS, outcome=NameOutcome.DECLINED, decided_by="C", reason="No document."),
            Impossible,
            "C has declined this request already, with the reason: “No document.”",
        ),
        (replace(WAITS, outcome=NameOutcome.CONFIRMED), Impossible, "Somebody else has confirmed"),
        (replace(WAITS, is_newest=False), Impossible, "asked for something else since"),
        (replace(WAITS, is_about_what_stands=False), Stale, "named otherwise since"),
    ],
)
def test_only_what_waits_is_decided(now: Situation, kind: type[Refused], said: str) -> None:
    rules.ensure_waits(WAITS)
    with pytest.raises(kind, match=said):
        rules.ensure_waits(now)


def test_what_changes_nothing_is_not_asked_for() -> None:
    asked = replace(STANDS, full_name="Abena Osei-Bonsu")
    rules.ensure_changes_something(asked, STANDS, None)
    rules.ensure_changes_something(asked, STANDS, replace(asked, registration=""))
    with pytest.raises(Impossible, match=r"send it\.$"):
        rules.ensure_changes_something(STANDS, STANDS, None)
    with pytest.raises(Impossible, match="still waits"):
        rules.ensure_changes_something(STANDS, STANDS, asked)
    with pytest.raises(Impossible, match="exactly this already"):
        rules.ensure_changes_something(asked, STANDS, asked)


def test_a_refusal_needs_a_reason() -> None:
    rules.ensure_reason("No document.", "Abena Osei")
    with pytest.raises(Impossible, match="so that Abena Osei knows"):
        rules.ensure_reason(" \n", "Abena Osei")


def test_old_and_new_stand_side_by_side() -> None:
    asked = Naming("Abena Osei", "أبينا", "fa", "")
    found = rules.compared(STANDS, asked)
    assert found == [
        Compared(Part.FULL_NAME, "Abena Osei", "Abena Osei"),
        Compared(Part.OTHER_NAME, "أبينا", "أبينا", "ar", "fa"),
        Compared(Part.REGISTRATION, "UKCP 1", ""),
    ]
    assert [each.changes for each in found] == [False, True, True]
    assert [each.part for each in rules.compared(Naming("A"), Naming("B"))] == [Part.FULL_NAME]


def test_a_language_means_something_only_with_a_name_in_it() -> None:
    assert rules.language_of_name("أبينا", "ar") == "ar"
    assert rules.language_of_name("", "ar") == ""


def test_a_registration_that_stands_or_was_left_out_is_not_another() -> None:
    assert rules.is_another_registration("UKCP 8", "UKCP 7")
    assert not rules.is_another_registration("UKCP 7", "UKCP 7")
    assert not rules.is_another_registration("", "UKCP 7")
