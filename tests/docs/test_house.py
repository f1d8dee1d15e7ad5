"""The picture and the table of the rooms show the house as it is built."""

from __future__ import annotations

from tests.docs import house
from tests.docs.pages import SPAN, page

ARCHITECTURE = page("docs/architecture.md")


def test_the_picture_shows_which_room_imports_which() -> None:
    """Print the right one with `.venv/bin/python -m tests.docs.house`."""
    pictures = [fence.text for fence in ARCHITECTURE.fences if fence.language == "mermaid"]
    assert pictures == [house.picture()]


def test_the_table_has_the_rooms_in_the_order_of_the_contract() -> None:
    rows = [SPAN.findall(row[0]) for row in ARCHITECTURE.rows("room", "answers for")]
    assert [sorted(row) for row in rows] == [sorted(layer) for layer in house.layers()]


def test_a_room_imports_only_rooms_that_stand_below_it() -> None:
    places = house.places()
    upwards = {
        (room, each)
        for room, below in house.imports().items()
        for each in below
        if places[each] <= places[room]
    }
    assert upwards == set()


def test_the_picture_leaves_out_only_what_another_arrow_leads_to() -> None:
    direct = {
        "roof": frozenset({"hall", "cellar"}),
        "hall": frozenset({"cellar"}),
        "shed": frozenset({"cellar"}),
        "cellar": frozenset(),
    }
    assert house.arrows(direct) == {
        "roof": ("hall",),
        "hall": ("cellar",),
        "shed": ("cellar",),
        "cellar": (),
    }
