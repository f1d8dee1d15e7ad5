"""The pages of documentation, and what there is on them to compare with the code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from config import PROJECT_FOLDER

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BARE_LINK = re.compile(r"<(https?://[^>\s]+)>")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A block of code, and the language that it says it is in."""

    language: str
    text: str

    @property
    def lines(self) -> list[str]:
        """Its lines, without empty ones and comments."""
        stripped = (line.strip() for line in self.text.replace("\\\n", " ").splitlines())
        return [line for line in stripped if line and not line.startswith("#")]


@dataclass(frozen=True)
class Page:
    """One page of documentation."""

    path: Path

    @property
    def name(self) -> str:
        """Its name, as a failed test shows it."""
        return self.path.relative_to(PROJECT_FOLDER).as_posix()

    @cached_property
    def text(self) -> str:
        """The whole page."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The page without its blocks of code."""
        return FENCE.sub("", self.text)

    @property
    def fences(self) -> list[Fence]:
        """Its blocks of code."""
        return [Fence(*found) for found in FENCE.findall(self.text)]

    @property
    def spans(self) -> list[str]:
        """What stands between backquotes in its prose."""
        return SPAN.findall(self.prose)

    @property
    def links(self) -> list[str]:
        """Where its links and pictures lead."""
        return [*LINK.findall(self.prose), *BARE_LINK.findall(self.prose)]

    @property
    def anchors(self) -> set[str]:
        """The anchors of its headings, as the usual viewers of Markdown make them."""
        return {slug(heading) for heading in HEADING.findall(self.prose)}

    def rows(self, *columns: str) -> list[list[str]]:
        """Return the cells of every table with exactly these columns, row by row."""
        found: list[list[str]] = []
        is_inside = False
        for line in self.prose.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not line.startswith("|"):
                is_inside = False
            elif cells == list(columns):
                is_inside = True
            elif is_inside and not set(line) <= set("|-"):
                found.append(cells)
        return found


def slug(heading: str) -> str:
    """Return the anchor of a heading."""
    kept = (
        one
        for one in heading.lower()
        if one in " -_" or unicodedata.category(one)[0] in ("L", "N", "M")
    )
    return "".join(kept).replace(" ", "-")


def all_pages() -> list[Page]:
    """Return every page of documentation."""
    top = sorted(PROJECT_FOLDER.glob("*.md"))
    return [Page(path) for path in (*top, *sorted((PROJECT_FOLDER / "docs").rglob("*.md")))]


def page(name: str) -> Page:
    """Return the page of this name."""
    return Page(PROJECT_FOLDER / name)
