"""On which line of a TOML file each value stands; the reader of TOML itself does not keep it.

The text must be TOML already: nothing is checked here. Places are named as the terms name them,
such as "requirements[2].minutes". Lines are counted from 1.
"""

from __future__ import annotations

import re

STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
OTHER_VALUE = re.compile(r"[^,\]}\n#]+")
BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BLANKS = re.compile(r"[ \t]*")


def lines_of(text: str) -> dict[str, int]:
    """Return the line of every table, key and member of a list in a text that is TOML."""
    return _Scanner(text).places()


def line_of(place: str, lines: dict[str, int]) -> int:
    """Return the line of a place, or of what it lies in where it is not there itself.

    What is missing from a table is found at the head of that table, and what is missing from the
    top of the file in its first line.
    """
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return lines.get(place, 1)


class _Scanner:
    """Goes through the text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[str, int] = {}
        self.lengths: dict[str, int] = {}
        """How many tables each list of tables has so far."""

    def places(self) -> dict[str, int]:
        table = ""
        self.skip(BETWEEN)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.entry(table)
            self.skip(BETWEEN)
        return self.lines

    def header(self) -> str:
        """Read [a.b] or [[a.b]], and return the place of the table that begins."""
        line = self.line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        *parents, last = self.dotted_key()
        place = ""
        for name in parents:
            place = self.newest(_inside(place, name))
        place = _inside(place, last)
        if brackets == 2:
            self.note(place, line)
            number = self.lengths.get(place, 0)
            self.lengths[place] = number + 1
            place = f"{place}[{number}]"
        self.note(place, line)
        self.at += brackets
        return place

    def newest(self, place: str) -> str:
        """Return the newest member where the place is a list of tables, else the place itself."""
        return f"{place}[{self.lengths[place] - 1}]" if place in self.lengths else place

    def entry(self, table: str) -> None:
        """Read one `key = value`."""
        line = self.line()
        place = table
        for name in self.dotted_key():
            place = _inside(place, name)
            self.note(place, line)
        self.at += 1  # The equals sign.
        self.skip(BLANKS)
        self.value(place)

    def value(self, place: str) -> None:
        """Read a value, and what lies in it where it is a list or a table."""
        opening = self.text[self.at]
        if opening == "[":
            self.members(place)
        elif opening == "{":
            self.inline_table(place)
        else:
            self.skip(STRINGS if opening in "\"'" else OTHER_VALUE)

    def members(self, place: str) -> None:
        """Read a list, each member with a place of its own."""
        self.at += 1
        number = 0
        self.skip(BETWEEN)
        while self.text[self.at] != "]":
            self.note(f"{place}[{number}]", self.line())
            self.value(f"{place}[{number}]")
            number += 1
            self.comma()
        self.at += 1

    def inline_table(self, place: str) -> None:
        """Read a table that is written as a value."""
        self.at += 1
        self.skip(BETWEEN)
        while self.text[self.at] != "}":
            self.entry(place)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        """Go past a comma, if there is one, and whatever is around it."""
        self.skip(BETWEEN)
        if self.text[self.at] == ",":
            self.at += 1
        self.skip(BETWEEN)

    def dotted_key(self) -> list[str]:
        """Read a key such as source.body or source."body", and what follows it up to a sign."""
        names = [self.name()]
        while self.text[self.at] == ".":
            self.at += 1
            names.append(self.name())
        return names

    def name(self) -> str:
        """Read one name of a key, with the blanks around it."""
        self.skip(BLANKS)
        is_quoted = self.text[self.at] in "\"'"
        name = self.skip(STRINGS if is_quoted else BARE_KEY)
        self.skip(BLANKS)
        return name[1:-1] if is_quoted else name

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Go past what the pattern matches here, and return it."""
        found = pattern.match(self.text, self.at)
        text = found[0] if found else ""
        self.at += len(text)
        return text

    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def note(self, place: str, line: int) -> None:
        self.lines.setdefault(place, line)


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
