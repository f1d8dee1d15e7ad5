"""Whatever colours a network chose, its papers can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.certificates.paper import colours
from trainee_tracker.certificates.paper.colours import Palette

PLUM = Palette("#3d2a5c", "#e3a72f")
any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(any_colour)
def test_any_colour_of_a_network_becomes_legible_on_white(colour: str) -> None:
    palette = Palette(colour, colour)
    assert colours.contrast_with_white(palette.ink) >= 4.5
    assert colours.contrast_with_white(palette.line) >= 2


def test_a_colour_that_is_dark_enough_is_left_alone() -> None:
    assert (PLUM.ink, PLUM.line) == ("#3d2a5c", "#e3a72f")


def test_contrast_is_that_of_the_standard() -> None:
    assert colours.contrast_with_white("#000000") == pytest.approx(21)
    assert colours.contrast_with_white("#ffffff") == pytest.approx(1)
    assert colours.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
