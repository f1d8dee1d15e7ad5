"""A serial survives reading aloud, typing and pasting, and a slip in it is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.certificates import rules

random_bytes = st.binary(min_size=rules.SERIAL_BYTES, max_size=rules.SERIAL_BYTES)
serials = random_bytes.map(rules.serial_from)


@given(serials)
def test_a_serial_is_24_characters_of_the_alphabet_and_well_formed(serial: str) -> None:
    assert len(serial) == 24
    assert set(serial) <= set(rules.ALPHABET)
    assert rules.is_well_formed(serial)


def test_the_alphabet_has_no_letter_that_is_taken_for_another() -> None:
    assert len(set(rules.ALPHABET)) == 32
    assert not set("ILOU") & set(rules.ALPHABET)


def test_different_bytes_give_different_serials() -> None:
    made = {rules.serial_from(number.to_bytes(15, "big")) for number in range(5000)}
    assert len(made) == 5000


@pytest.mark.parametrize("length", [0, 14, 16])
def test_too_few_or_too_many_bytes_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match="15 random bytes"):
        rules.serial_from(bytes(length))


@given(serials, st.integers(0, 23), st.sampled_from(rules.ALPHABET))
def test_any_one_wrong_character_is_noticed(serial: str, place: int, wrong: str) -> None:
    slipped = serial[:place] + wrong + serial[place + 1 :]
    assert rules.is_well_formed(slipped) == (slipped == serial)


@given(serials, st.integers(0, 23), st.integers(0, 23))
def test_any_two_characters_that_changed_places_are_noticed(
    serial: str, one: int, two: int
) -> None:
    letters = list(serial)
    letters[one], letters[two] = letters[two], letters[one]
    slipped = "".join(letters)
    assert rules.is_well_formed(slipped) == (slipped == serial)


@pytest.mark.parametrize("text", ["", "7K2Q", "U" * 24, "0" * 23, "0" * 25, "é" * 24])
def test_what_cannot_be_a_serial_is_not_well_formed(text: str) -> None:
    assert not rules.is_well_formed(text)


@given(serials)
def test_a_serial_is_shown_in_six_groups_and_read_back_from_them(serial: str) -> None:
    shown = rules.grouped(serial)
    assert [len(group) for group in shown.split("-")] == [4] * 6
    assert rules.normalise_serial(shown) == serial


@pytest.mark.parametrize(
    "typed",
    [
        "7k2q-94md-xw3t-p8ra-v6jn-2h01",
        " 7K2Q 94MD XW3T P8RA V6JN 2HOI ",
        "7K2Q94MDXW3TP8RAV6JN2HOL",
        "7K2Q–94MD—XW3T\n\tP8RA\u00a0V6JN.2H0l",
        "７Ｋ２Ｑ-94MD-XW3T-P8RA-V6JN-2H01",
        "٧K٢Q-۹۴MD-XW۳T-P۸RA-V۶JN-۲H٠١",
    ],
)
def test_what_people_type_is_forgiven(typed: str) -> None:
    assert rules.normalise_serial(typed) == "7K2Q94MDXW3TP8RAV6JN2H01"


@given(st.text())
def test_no_typed_text_is_too_odd_to_normalise(text: str) -> None:
    rules.is_well_formed(rules.normalise_serial(text))


def test_a_check_has_five_answers() -> None:
    assert [status.value for status in rules.CertificateStatus] == [
        "valid",
        "revoked",
        "superseded",
        "unreadable",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("is_revoked", "is_readable", "is_superseded", "status"),
    [
        (True, True, True, "revoked"),
        (True, False, False, "revoked"),
        (False, False, True, "unreadable"),
        (False, True, True, "superseded"),
        (False, True, False, "valid"),
    ],
)
def test_a_revoked_certificate_stays_revoked_and_an_unreadable_one_is_never_valid(
    is_revoked: bool, is_readable: bool, is_superseded: bool, status: str
) -> None:
    assert status == rules.status_from(
        is_revoked=is_revoked, is_superseded=is_superseded, is_readable=is_readable
    )


def test_why_a_certificate_was_revoked_is_told_to_training_leads_but_not_to_its_holder() -> None:
    assert rules.is_told_why(leads_training=True, is_holder=False)
    assert not rules.is_told_why(leads_training=False, is_holder=False)
    assert not rules.is_told_why(leads_training=True, is_holder=True)


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ({}, True),
        ({"leads_training": False}, False),
        ({"is_holder": True}, False),
        ({"is_revoked": True}, False),
        ({"is_superseded": True}, False),
    ],
)
def test_only_a_lead_who_is_not_the_holder_ends_what_nobody_has_ended(
    without: dict[str, bool], says: bool
) -> None:
    facts = {
        "leads_training": True,
        "is_holder": False,
        "is_revoked": False,
        "is_superseded": False,
    }
    assert rules.may_end(**{**facts, **without}) is says


def test_somebody_signs_for_the_organisation_of_their_role_and_for_the_network_first() -> None:
    network, partner, elsewhere = 1, 2, 3
    assert rules.signed_for({elsewhere, partner}, network, partner) == partner
    assert rules.signed_for({partner, network}, network, partner) == network
    assert rules.signed_for({elsewhere}, network, partner) is None


def test_a_holder_is_told_who_can_say_more() -> None:
    assert str(rules.who_can_tell([])) == "A training lead of your cohort can tell you more."
    assert str(rules.who_can_tell(["Ruth Mensah", "Ada Cole"])) == (
        "A training lead of your cohort can tell you more: ask Ruth Mensah or Ada Cole."
    )
