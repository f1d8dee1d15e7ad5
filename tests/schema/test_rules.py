"""What is different between two schemas, and one spelling for a condition."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from trainee_tracker.messages import Message, in_english, verbatim
from trainee_tracker.schema import rules
from trainee_tracker.schema.rules import Kind, Part, Spelled, differences

SITES: dict[Part, Spelled] = {
    Part("sites", Kind.TABLE, "sites"): rules.NOTHING,
    Part("sites", Kind.COLUMN, "name"): rules.column("TEXT", is_required=True, is_counted=False),
    Part("sites", Kind.PRIMARY_KEY, "sites"): rules.names(["id"]),
    Part("sites", Kind.UNIQUE, "uq_sites_name"): rules.names(["name"]),
    Part("sites", Kind.INDEX, "ix_sites_name"): rules.index(["name"], is_unique=False, where=None),
    Part("sites", Kind.FOREIGN_KEY, "fk_sites_owner_id"): rules.foreign_key(
        ["owner_id"], "people", ["id"], {}
    ),
    Part("sites", Kind.CHECK, "ck_sites_size"): rules.condition("size > 0"),
}


def told(faults: Iterable[Message]) -> list[str]:
    """Return faults as they read in English."""
    return [str(each) for each in faults]


def test_the_same_schema_has_no_difference() -> None:
    assert told(differences(SITES, dict(reversed(SITES.items())))) == []


def test_of_a_table_that_is_missing_its_parts_are_not_told() -> None:
    assert told(differences(SITES, {})) == ["The table sites is missing."]


@pytest.mark.parametrize("part", [part for part in SITES if part.kind is not Kind.TABLE])
def test_each_part_that_is_missing_is_named_with_what_it_should_be(part: Part) -> None:
    found = {each: told for each, told in SITES.items() if each != part}
    (sentence,) = told(differences(SITES, found))
    assert part.name in sentence
    assert sentence.endswith(f": {in_english(SITES[part])}.")
    assert "missing" in sentence


@pytest.mark.parametrize("part", [part for part in SITES if part.kind is not Kind.TABLE])
def test_each_part_that_is_another_is_named_with_both(part: Part) -> None:
    (sentence,) = told(differences(SITES, {**SITES, part: verbatim("something else")}))
    assert part.name in sentence
    assert in_english(SITES[part]) in sentence
    assert sentence.endswith(": something else.")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.TABLE, Kind.INDEX}])
def test_a_part_that_is_none_of_ours_is_named(kind: Kind) -> None:
    (sentence,) = told(
        differences(SITES, {**SITES, Part("sites", kind, "added"): verbatim("what it is")})
    )
    assert "none of ours" in sentence
    assert "what it is" in sentence


@pytest.mark.parametrize(("is_unique", "is_named"), [(False, False), (True, True)])
def test_an_index_of_somebody_else_is_named_only_where_it_refuses_rows(
    is_unique: bool, is_named: bool
) -> None:
    index = rules.index(["size"], is_unique=is_unique, where=None)
    found = told(differences(SITES, {**SITES, Part("sites", Kind.INDEX, "added"): index}))
    assert bool(found) is is_named


def test_a_table_of_somebody_else_is_left_alone() -> None:
    theirs: dict[Part, Spelled] = {
        Part("notes", Kind.TABLE, "notes"): rules.NOTHING,
        Part("notes", Kind.CHECK, "some"): rules.condition("size > 0"),
    }
    assert told(differences(SITES, SITES | theirs)) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("minutes > 0 OR NOT is_attended", "((minutes > 0) OR (NOT is_attended))"),
        ("part IN ('email')", "((part)::text = 'email'::text)"),
        (
            "part IN ('email', 'password')",
            (
                "((part)::text = ANY ((ARRAY['email'::character varying, 'password'::character"
                " varying])::text[]))"
            ),
        ),
        (
            "part NOT IN ('a', 'b')",
            (
                "((part)::text <> ALL ((ARRAY['a'::character varying, 'b'::character"
                " varying])::text[]))"
            ),
        ),
        ("amount BETWEEN 1 AND 4", "((amount >= 1) AND (amount <= 4))"),
        (
            "CASE kind WHEN 'a' THEN amount = 1 END",
            "\nCASE kind\n    WHEN 'a'::text THEN (amount = 1)\n    ELSE NULL::boolean\nEND",
        ),
        ("ends_on != starts_on", "(ends_on <> starts_on)"),
        ("is_agreed = (signature_id IS NOT NULL)", "(is_agreed = (signature_id IS NOT NULL))"),
        ('"at" > at', "(at > at)"),
    ],
)
def test_a_condition_has_one_spelling(said: str, kept: str) -> None:
    assert rules.condition(said) == rules.condition(kept)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("minutes > 0", "minutes >= 0"),
        ("part IN ('email')", "part IN ('Email')"),
        ("part IN ('email')", "part IN ('email', 'password')"),
        ("minutes <= 720", "minutes <= 7200"),
        ("a IS NULL", "a IS NOT NULL"),
        ("a = 1 AND b = 2", "a = 1 OR b = 2"),
    ],
)
def test_another_condition_is_told_apart(one: str, other: str) -> None:
    assert rules.condition(one) != rules.condition(other)


def test_what_a_foreign_key_does_beside_refusing_is_said() -> None:
    plain = rules.foreign_key(["a_id"], "a", ["id"], {"ondelete": None, "deferrable": False})
    assert str(plain) == "a_id to a (id)"
    assert str(rules.foreign_key(["a_id"], "a", ["id"], {"ondelete": "CASCADE"})) == (
        "a_id to a (id), ondelete cascade"
    )


def test_a_column_says_its_type_whether_it_may_be_empty_and_who_numbers_it() -> None:
    assert str(rules.column("FLOAT", is_required=False, is_counted=False)) == "DOUBLE PRECISION"
    assert str(rules.column("INTEGER", is_required=True, is_counted=True)) == (
        "INTEGER, never empty, numbered by the database"
    )


def test_an_index_says_for_which_rows_it_is() -> None:
    assert str(rules.index(["a", "b"], is_unique=True, where="(c IS NULL)")) == (
        "unique over a, b, of rows with c is null"
    )
    assert str(rules.index(["a"], is_unique=False, where=None)) == "over a"
