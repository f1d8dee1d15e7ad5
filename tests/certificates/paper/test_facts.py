"""The facts of a certificate freeze, travel as JSON and come back, and refuse what cannot print."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates.paper.facts_of import AWARD, PROGRESS, SERIAL, award, progress
from trainee_tracker.certificates.paper.facts import (
    LONGEST_NAME,
    MOST_REQUIREMENTS,
    CertificateFacts,
    RequirementLine,
    Signatory,
    Unprintable,
)

printable = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    min_size=1,
    max_size=60,
).filter(str.strip)


@pytest.mark.parametrize("facts", [AWARD, PROGRESS])
def test_facts_come_back_from_json_exactly(facts: CertificateFacts) -> None:
    assert CertificateFacts.from_json(facts.to_json()) == facts


@given(name=printable, other=st.none() | printable, unverified=st.booleans())
def test_names_in_any_script_come_back_exactly(
    name: str, other: str | None, unverified: bool
) -> None:
    facts = award(
        holder_name=name, holder_name_other=other, holder_other_lang="ur", unverified=unverified
    )
    again = CertificateFacts.from_json(facts.to_json())
    assert again == facts
    assert again.to_json() == facts.to_json()


def test_the_json_is_canonical_and_keeps_every_script_as_it_is() -> None:
    text = award(holder_name_other="خديجة", holder_other_lang="ar").to_json()
    assert "خديجة" in text
    assert ": " not in text.replace("year: 60", "")
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_frozen_facts_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        AWARD.holder_name = "Somebody Else"  # type: ignore[misc]


def test_rows_may_be_given_as_plain_tuples_and_lists() -> None:
    facts = progress(
        requirements=[("Taught hours", "1 h", "2 h", False)], signatories=[("A", "Lead")]
    )
    assert facts.requirements == (RequirementLine("Taught hours", "1 h", "2 h", False),)
    assert facts.signatories == (Signatory("A", "Lead"),)


def test_colours_are_kept_in_small_letters_and_empty_lines_as_none() -> None:
    facts = award(brand="#ABCDEF", partner_line="", holder_name_other="", holder_other_lang="")
    assert facts.brand == "#abcdef"
    assert facts.partner_line is None
    assert facts.holder_name_other is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "diploma"}, "one of award or progress, not “diploma”"),
        ({"kind": "progress"}, "date as at which"),
        ({"serial": SERIAL[:-1] + ("0" if SERIAL[-1] != "0" else "1")}, "serial"),
        ({"holder_name": "  "}, "a holder"),
        ({"holder_name": "x" * (LONGEST_NAME + 1)}, "at most 200 characters"),
        ({"holder_name_other": "خديجة"}, "needs its language"),
        ({"holder_name_other": "خديجة", "holder_other_lang": "ar'><"}, "language tag"),
        ({"language": "english"}, "language tag"),
        ({"brand": "red;}"}, "#rrggbb"),
        ({"accent": "#fff"}, "#rrggbb"),
        ({"check_url": "javascript:alert(1)"}, "web address"),
        ({"signatories": [("A", "B")] * 4}, "At most 3 people"),
        ({"requirements": [("A", "1", "2", True)] * (MOST_REQUIREMENTS + 1)}, "at most 60"),
        ({"wording": "x" * 401}, "at most 400"),
        ({"holder_name": "Ruth\x00"}, "control characters"),
        ({"holder_name": "Ruth\ud800"}, "control characters"),
        ({"signatories": [("A", "Lead\u202e")]}, "direction of reading"),
    ],
)
def test_what_cannot_be_printed_faithfully_is_refused_in_a_sentence(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Unprintable, match=sentence):
        award(**changes)


@pytest.mark.parametrize("change", ["missing", "added"])
def test_json_with_something_missing_or_added_is_refused(change: str) -> None:
    plain = json.loads(AWARD.to_json())
    if change == "missing":
        del plain["title"]
    else:
        plain["faith"] = "x"
    with pytest.raises(Unprintable, match="not the facts"):
        CertificateFacts.from_json(json.dumps(plain))


def test_json_that_is_no_object_is_refused() -> None:
    with pytest.raises(Unprintable):
        CertificateFacts.from_json("[]")


def test_a_progress_certificate_keeps_both_its_dates() -> None:
    facts = progress(as_at=date(2026, 11, 20))
    again = CertificateFacts.from_json(facts.to_json())
    assert (again.as_at, again.issued_on) == (date(2026, 11, 20), date(2026, 11, 22))


def test_facts_of_the_first_design_are_read_with_their_sentence() -> None:
    plain = json.loads(AWARD.to_json())
    del plain["wording"], plain["figures"]
    plain["statement"] = "has completed Working with Families: 60 h of teaching."
    plain["signatories"] = [{"name": "Ruth Mensah", "capacity": "Training lead, for Grace Network"}]
    read = CertificateFacts.from_json(json.dumps(plain))
    assert read.achieved == ("has completed Working with Families: 60 h of teaching.",)
    assert read.signatories[0].capacity == "Training lead, for Grace Network"
    assert (read.signatories[0].organisation, read.signatories[0].signed) == ("", "")
