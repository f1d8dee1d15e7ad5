"""On which line each value of a TOML file stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from trainee_tracker.courses.preset_files import PRESETS, preset_keys
from trainee_tracker.courses.toml_lines import line_of, lines_of

EVERY_WAY = """\
# A comment with [[requirements]] in it.
key = "a" # and "one" at the end
source.body = "B"
source . "where" = 'C # no comment'

long = \"\"\"
[[not.a.table]]
key = 3 \\\"\"\" \"\" \"\"\"
raw = '''
x = 1''''
numbers = [ 1, 2,
  3, # four = 4
  [ 5,
    6 ],
]
inline = [ { a = 1, b.c = "}" },
           { a = { d = [] } } ]
nothing = []
empty = {}
when = 2026-11-22 10:00:00

[source.more]
deep = true
[[requirements]]
key = "first"
[requirements.part]
key = "of the first"
[[requirements]]

  key = "second"
  [[requirements.lists]]
  key = "in the second"
  [[requirements.lists]]
  key = "again"
"""

PLACES = {
    "key": 2,
    "source": 3,
    "source.body": 3,
    "source.where": 4,
    "long": 6,
    "raw": 9,
    "numbers": 11,
    "numbers[0]": 11,
    "numbers[1]": 11,
    "numbers[2]": 12,
    "numbers[3]": 13,
    "numbers[3][0]": 13,
    "numbers[3][1]": 14,
    "inline": 16,
    "inline[0]": 16,
    "inline[0].a": 16,
    "inline[0].b": 16,
    "inline[0].b.c": 16,
    "inline[1]": 17,
    "inline[1].a": 17,
    "inline[1].a.d": 17,
    "nothing": 18,
    "empty": 19,
    "when": 20,
    "source.more": 22,
    "source.more.deep": 23,
    "requirements": 24,
    "requirements[0]": 24,
    "requirements[0].key": 25,
    "requirements[0].part": 26,
    "requirements[0].part.key": 27,
    "requirements[1]": 28,
    "requirements[1].key": 30,
    "requirements[1].lists": 31,
    "requirements[1].lists[0]": 31,
    "requirements[1].lists[0].key": 32,
    "requirements[1].lists[1]": 33,
    "requirements[1].lists[1].key": 34,
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_way_to_write_a_value_has_its_line(line_end: str) -> None:
    text = EVERY_WAY.replace("\n", line_end)
    tomllib.loads(text)
    assert lines_of(text) == PLACES


def test_a_text_without_a_last_line_end_is_read_to_its_end() -> None:
    assert lines_of("") == {}
    assert lines_of("a = 1") == {"a": 1}
    assert lines_of("# only a comment") == {}


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("requirements[1].key", 30),
        ("requirements[1].minutes", 28),
        ("requirements[0].part.minutes", 26),
        ("requirements[7].key", 24),
        ("source.read_on", 3),
        ("title", 1),
        ("strange[name]here", 1),
    ],
)
def test_what_is_not_there_is_found_at_the_head_of_what_it_lies_in(place: str, line: int) -> None:
    assert line_of(place, PLACES) == line


def places_of(value: object, place: str) -> Iterator[str]:
    if place:
        yield place
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places_of(inner, f"{place}.{name}" if place else name)
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places_of(inner, f"{place}[{number}]")


@pytest.mark.parametrize("key", preset_keys())
def test_every_value_of_a_preset_stands_on_the_line_that_is_given(key: str) -> None:
    text = (PRESETS / f"{key}.toml").read_text(encoding="utf-8")
    lines = lines_of(text)
    assert set(lines) == set(places_of(tomllib.loads(text), ""))
    for place, line in lines.items():
        name = place.rpartition(".")[2].partition("[")[0]
        assert name in text.splitlines()[line - 1]
