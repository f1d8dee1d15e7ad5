"""The page about presets names every preset, every kind and every field, and its example works."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from tests.docs.pages import Fence, page
from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.limits import DAY_LIMITS, LIMITS, STAGES
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Source,
    Translation,
)
from trainee_tracker.courses.preset_files import load_preset, preset_keys, read_preset

PAGE = page("docs/presets.md")

PARTS: dict[str, type] = {
    "source": Source,
    "activities": Activity,
    "modules": Module,
    "competences": Competence,
    "evidence": EvidenceKind,
    "governance": GovernanceNeed,
    "credits": GroupCredit,
    "translations": Translation,
}
OF_EVERY_KIND = {"key", "title", "verified"}


def words(cell: str) -> list[str]:
    """Return what stands between backquotes in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def said(table: str, *, without: frozenset[str] = frozenset()) -> dict[str, tuple[set[str], ...]]:
    """Return by its first word each row's fields that must be said, and those that may."""
    rows = PAGE.rows(
        table, "must say", "may say", "what it " + ("is" if table == "part" else "does")
    )
    return {
        words(first)[0]: (set(words(must)), set(words(may)))
        for first, must, may, _what in rows
        if words(first)[0] not in without
    }


def known(part: type, *, without: set[str]) -> tuple[set[str], ...]:
    names = [field for field in fields(part) if field.name not in without]
    must = {field.name for field in names if field.default is MISSING}
    return must, {field.name for field in names} - must


def test_every_kind_of_requirement_and_limit_is_there_with_its_fields() -> None:
    assert said("kind") == {
        name: known(kind, without=OF_EVERY_KIND) for name, kind in (KINDS | LIMITS).items()
    }


def test_limits_stand_in_the_order_in_which_they_act() -> None:
    in_order = [kind.kind for kind in (*DAY_LIMITS, *STAGES)]
    assert [name for name in said("kind") if name in LIMITS] == in_order


def test_every_part_of_a_file_is_there_with_its_fields() -> None:
    described = said("part", without=frozenset({"requirements", "limits"}))
    assert described == {name: known(part, without=set()) for name, part in PARTS.items()}
    assert {field.name for field in fields(Terms)} <= set(PAGE.spans)


def test_every_shared_word_and_every_formula_is_there() -> None:
    rows = {name: words(cell) for name, cell in PAGE.rows("", "")}
    assert rows == {
        "activities": list(vocabulary.ACTIVITIES),
        "roles": list(vocabulary.ROLES),
        "formats": list(vocabulary.FORMATS),
        "modes": list(vocabulary.MODES),
        "observed": list(vocabulary.OBSERVED),
    }
    assert {kind.value for kind in CreditKind} <= set(PAGE.spans)


def test_every_preset_is_there_with_its_source_and_what_is_unverified() -> None:
    rows = PAGE.rows("preset", "modelled on", "where it was read", "unverified")
    assert [words(name)[0] for name, *_others in rows] == list(preset_keys())
    for name, body, where, unverified in rows:
        terms = load_preset(words(name)[0])
        assert (body, where) == (terms.source.body, terms.source.where)
        assert unverified == unverified_in(terms)


def unverified_in(terms: Terms) -> str:
    """Return the titles of what is unverified, as the page says it."""
    titles = {each.title: each.verified for each in (*terms.requirements, *terms.limits)}
    titles |= {
        f"credit for {terms.activity_titles[each.activity]}": each.verified
        for each in terms.credits
    }
    chosen = [title for title, verified in titles.items() if not verified]
    if len(chosen) == len(titles):
        return "everything"
    return "; ".join(chosen) or "nothing"


@pytest.mark.parametrize("fence", PAGE.fences, ids=lambda fence: fence.text.splitlines()[0])
def test_the_example_is_a_course(tmp_path: Path, fence: Fence) -> None:
    path = tmp_path / "example.toml"
    path.write_text(fence.text, encoding="utf-8")
    assert fence.language == "toml"
    assert read_preset(path).requirements
