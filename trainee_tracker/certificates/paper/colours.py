"""A network's two colours as they are put on white paper, whatever was chosen."""

from __future__ import annotations

from dataclasses import dataclass

WHITE = "#ffffff"
BLACK = "#000000"
TEXT_CONTRAST = 4.5
"""The least contrast of text on paper. Source: WCAG 2.2, success criterion 1.4.3."""
LINE_CONTRAST = 2.0
"""The least contrast of a fine line that carries no meaning; paler ones vanish in a copier."""


@dataclass(frozen=True)
class Palette:
    """The network's two colours as they are put on white paper."""

    brand: str
    accent: str

    @property
    def ink(self) -> str:
        """Return the brand colour, darkened until text in it can be read on white."""
        return darkened_until(self.brand, TEXT_CONTRAST)

    @property
    def line(self) -> str:
        """Return the accent colour, darkened until a fine line in it can be seen on white."""
        return darkened_until(self.accent, LINE_CONTRAST)

    @property
    def soft(self) -> str:
        """Return the ground of a bar: the brand colour with nine parts of white."""
        return mixed(self.ink, WHITE, 0.9)


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour written `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with the given share of `other` stirred in."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance from 0 (black) to 1 (white). Source: WCAG 2.2."""
    parts = [channel / 255 for channel in channels(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour on white paper, from 1 to 21."""
    return 1.05 / (luminance(colour) + 0.05)


def darkened_until(colour: str, contrast: float) -> str:
    """Return `colour`, or the lightest of twenty darker mixtures that has enough contrast."""
    shades = (mixed(colour, BLACK, step / 20) for step in range(21))
    return next(shade for shade in shades if contrast_with_white(shade) >= contrast)
