"""Every link of the documentation leads somewhere, and every page can be found."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from config import PROJECT_FOLDER
from tests.docs import known
from tests.docs.pages import Page, all_pages, page

PAGES = all_pages()
DECISIONS = sorted((PROJECT_FOLDER / "docs" / "decisions").glob("[0-9]*.md"))
LOCAL = "http://127.0.0.1:8000"


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_every_link_leads_somewhere(shown: Page) -> None:
    assert [link for link in shown.links if not leads_somewhere(shown, link)] == []


def leads_somewhere(shown: Page, link: str) -> bool:
    """Return whether a link within the project can be followed; others are not tried."""
    if link.startswith(LOCAL):
        return (link.removeprefix(LOCAL) or "/") in known.urls()
    if link.startswith("https://"):
        return True
    target, _hash, anchor = link.partition("#")
    path = (shown.path.parent / target).resolve() if target else shown.path
    return path.exists() and (not anchor or anchor in Page(path).anchors)


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [page("README.md").path]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        nearby = [
            (path.parent / link.split("#")[0]).resolve()
            for link in Page(path).links
            if not link.startswith("http")
        ]
        waiting += [one for one in nearby if one.suffix == ".md" and one not in reached]
    assert [one.name for one in PAGES if one.path.resolve() not in reached] == []


def test_the_readme_shows_a_picture() -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page("README.md").text)
    assert len(pictures) == 1
    content = (PROJECT_FOLDER / pictures[0][1]).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < 600_000


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_what_would_change_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    for part in ("Choice.", "What else was possible.", "What would change"):
        assert f"**{part}" in text
    number, title = re.findall(r"^# (\d+)\. (.+)$", text, re.MULTILINE)[0]
    assert int(path.name[:4]) == int(number)
    assert f"{number}. [{title}]({path.name})" in page("docs/decisions/README.md").text


def test_the_changelog_begins_with_the_present_version() -> None:
    project = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8"))
    versions = re.findall(r"^## \[([\d.]+)\]", page("CHANGELOG.md").text, re.MULTILINE)
    assert versions[0] == project["project"]["version"]
