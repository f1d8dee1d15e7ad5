"""The drawing of a certificate: sound SVG inside its sheet, legible in whatever colours come."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.certificates.paper import ornament
from trainee_tracker.certificates.paper.ornament import Palette

PLUM = Palette("#3d2a5c", "#e3a72f")
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_any_colour_of_a_network_becomes_legible_on_white(colour: str) -> None:
    palette = Palette(colour, colour)
    assert ornament.contrast_with_white(palette.ink) >= 4.5
    assert ornament.contrast_with_white(palette.line) >= 2


def test_a_colour_that_is_dark_enough_is_left_alone() -> None:
    assert PLUM.ink == "#3d2a5c"
    assert PLUM.line == "#e3a72f"


def test_contrast_is_that_of_the_standard() -> None:
    assert ornament.contrast_with_white("#000000") == pytest.approx(21)
    assert ornament.contrast_with_white("#ffffff") == pytest.approx(1)
    assert ornament.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("drawing", "size"),
    [
        (ornament.award_border(PLUM), (297, 210)),
        (ornament.letterhead(PLUM), (210, 9)),
        (ornament.tick(), (4, 4)),
        (ornament.open_ring(), (4, 4)),
    ],
)
def test_every_drawing_is_sound_svg_that_stays_on_its_sheet(
    drawing: str, size: tuple[float, float]
) -> None:
    root = ElementTree.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", path.attrib["d"])]
        if len(numbers) > 2:
            assert min(numbers) >= 0
            assert max(numbers[0::2]) <= size[0]
            assert max(numbers[1::2]) <= size[1]


def test_an_award_carries_both_colours_and_leaves_the_printers_margin() -> None:
    drawing = ornament.award_border(PLUM)
    assert PLUM.ink in drawing
    assert PLUM.line in drawing
    root = ElementTree.fromstring(drawing)
    rounds = [
        float(disc.attrib["cx"]) - float(disc.attrib["r"])
        for disc in root.iter("{http://www.w3.org/2000/svg}circle")
    ]
    assert min(rounds) >= 5


def test_the_same_colours_give_the_same_drawing() -> None:
    assert ornament.award_border(PLUM) == ornament.award_border(Palette("#3d2a5c", "#e3a72f"))


def test_a_rosette_closes_on_itself() -> None:
    numbers = re.findall(r"-?\d+\.\d+", ornament.rosette((50, 50), 20, 24, 7, 0.6))
    assert numbers[:2] == numbers[-2:]


def test_a_smooth_path_follows_its_curve() -> None:
    data = ornament.smooth_path(lambda at: (at, at * at / 10), 0, 10, 5)
    assert data.startswith("M0.00 0.00C")
    assert data.endswith("10.00 10.00")
    assert "C2.67 0.67 3.33 1.07 4.00 1.60" in data
