"""The colours of an organisation, and whether words can be read in them; knows no database."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

from trainee_tracker.messages import Message, say, verbatim

LEAST_CONTRAST = 4.5
"""Between text and its ground. Source: WCAG 2.2, success criterion 1.4.3, level AA."""


SOFT_LIGHTNESS = 0.95
"""How light the tint of a colour is, from 0 (black) to 1 (white)."""


COLOUR = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21) of two colours `#rrggbb`. Source: WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def soft(colour: str) -> str:
    """Return the pale tint of a colour `#rrggbb` that lies behind words in that colour."""
    hue, _lightness, saturation = rgb_to_hls(*_shares(colour))
    return "#" + "".join(
        f"{round(share * 255):02x}" for share in hls_to_rgb(hue, SOFT_LIGHTNESS, saturation)
    )


def colour_fault(colour: str, *, carries_text: bool) -> Message | None:
    """Return why a network cannot use `colour`, in a sentence, or None if it can.

    `carries_text` is for the brand: words stand in white on it, and in it on white and on its tint.
    """
    if not COLOUR.fullmatch(colour):
        return say("Enter a colour as # and six digits or letters a to f, for example #3d2a5c")
    if not carries_text:
        return None
    least = min(contrast(colour, "#ffffff"), contrast(colour, soft(colour)))
    if least < LEAST_CONTRAST:
        # Rounded down, so that 4.49 does not read as enough.
        return say(
            "Words in this colour are hard to read (contrast {contrast} to 1,"
            " and at least {least} is needed). Choose a darker colour.",
            contrast=verbatim(int(least * 10) / 10),
            least=verbatim(LEAST_CONTRAST),
        )
    return None


def _shares(colour: str) -> tuple[float, float, float]:
    """Return how much red, green and blue (0 to 1) a colour has."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in _shares(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
