"""The engraved bands: whole numbers inside their boxes, the same for every network."""

from __future__ import annotations

import re
import zlib

import pytest

from trainee_tracker.certificates.paper import ornament
from trainee_tracker.certificates.paper.ornament import Form

FORMS = {
    "strands of the frame": ornament.frame().strands,
    "second strands of the frame": ornament.frame().second,
    "rules of the frame": ornament.frame().rules,
    "strands of the ring": ornament.ring().strands,
    "rules of the ring": ornament.ring().rules,
    "band": ornament.band().strands,
    "second strands of the band": ornament.band().second,
}


def operators(form: Form) -> str:
    """Return the operators of a form."""
    return zlib.decompress(form.data).decode()


def points(form: Form) -> list[tuple[int, int]]:
    """Return the ends of the pieces of a form, in hundredths of a millimetre."""
    ends = re.findall(r"(-?\d+) (-?\d+) [mlc]\b", operators(form))
    return [(int(x), int(y)) for x, y in ends]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_a_path_of_whole_numbers_that_is_stroked(name: str) -> None:
    drawn = operators(FORMS[name])
    assert re.fullmatch(r"[-0-9mlch \n]+S", drawn)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_stays_in_its_box(name: str) -> None:
    form = FORMS[name]
    left, low, right, high = form.box
    for x, y in points(form):
        assert left <= x <= right
        assert low <= y <= high


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_no_colour_of_its_own(name: str) -> None:
    assert not re.search(r"\b(rg|RG|g|G|k|K|cs|CS|sc|SC)\b", operators(FORMS[name]))


def test_the_outermost_rule_of_the_frame_leaves_what_printers_do_not_reach() -> None:
    xs = [x for x, _y in points(ornament.frame().rules)]
    assert 29700 / 2 - max(xs) >= 700


def test_a_quarter_of_the_frame_meets_its_mirror_images() -> None:
    strands = operators(ornament.frame().strands).split("\n")
    starts = [tuple(map(int, line.split()[:2])) for line in strands if line.endswith("m")]
    # They start above the middle, at heights that come in pairs about the same ones mirrored.
    assert {x for x, _y in starts} == {0}


def test_a_wave_of_the_band_ends_where_the_next_begins() -> None:
    for line in operators(ornament.band().strands).removesuffix("S").split("m\n")[1:]:
        assert line
    found = points(ornament.band().strands)
    starts = [y for x, y in found if x == 0]
    ends = [y for x, y in found if x == 1200]
    assert starts == ends


def test_a_smooth_path_follows_its_curve() -> None:
    path = ornament.smooth_path(lambda at: (at * 100, at * at * 10), 0, 10, 5)
    assert path.startswith("0 0 m\n")
    assert path.endswith("1000 1000 c")
    assert "267 67 333 107 400 160 c" in path
