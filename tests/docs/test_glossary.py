"""The glossary and the application use the same words."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain

import pytest

from tests.docs import known
from tests.docs.pages import SPAN, page
from trainee_tracker.certificates.rules import CertificateStatus
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.sessions.rules import RoleInSession
from trainee_tracker.people.rules import Role, Side

GLOSSARY = page("docs/glossary.md")
COLUMNS = ("word", "what it means", "in the code", "not")
ROWS = GLOSSARY.rows(*COLUMNS)
KEPT = GLOSSARY.text.split("## Words kept for what is not built yet")[1]


def test_every_word_is_there_once() -> None:
    words = [word for row in ROWS for word in row[0].split(", ")]
    assert sorted(set(words)) == sorted(words)
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_word_is_in_the_code_under_the_name_it_gives(row: list[str]) -> None:
    assert len(row) == len(COLUMNS)
    named = SPAN.findall(row[2])
    assert named
    assert [name for name in named if name not in known.names()] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_page_uses_another_word_for_it(row: list[str]) -> None:
    wrong = [word for word in row[3].split(", ") if word]
    used = [text for text in known.texts() if any(says(text, word) for word in wrong)]
    assert used == []


@pytest.mark.parametrize("kind", [Role, Side, RoleInSession, HoursAction, CertificateStatus])
def test_everything_that_can_be_chosen_or_happen_is_explained(kind: type[StrEnum]) -> None:
    explained = " ".join(chain.from_iterable(row[:3] for row in ROWS)).lower()
    missing = [
        one.value
        for one in kind
        if re.sub("[_-]", " ", one.value) not in explained.replace("-", " ")
        and f"{kind.__name__}.{one.name}".lower() not in explained
    ]
    assert missing == []


def test_what_is_not_built_is_on_no_page() -> None:
    kept = [word.strip() for word in re.findall(r"(\w[\w ]*) \(", KEPT)]
    assert kept == ["framework", "signing link"]
    assert [text for text in known.texts() if any(says(text, word) for word in kept)] == []


def says(text: str, word: str) -> bool:
    """Return whether a text has a word, or its plural."""
    return bool(re.search(rf"\b{re.escape(word)}(s|es)?\b", text, re.IGNORECASE))
