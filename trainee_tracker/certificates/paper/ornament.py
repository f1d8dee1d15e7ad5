"""The guilloche of a certificate, drawn as SVG paths in a network's two colours.

Engraved bands of crossing waves are what banknotes and diplomas have carried for two centuries:
they look made with care and blur when copied badly. Everything here is arithmetic on millimetres;
nothing is random, so the same colours always give the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

Point = tuple[float, float]
Curve = Callable[[float], Point]

WHITE = "#ffffff"
TEXT_CONTRAST = 4.5
"""The least contrast of text on paper. Source: WCAG 2.2, success criterion 1.4.3."""
_BAND_FROM_EDGE = 14.0
"""Leaves six millimetres outside the corners, since few printers reach the edge."""
_BAND_HALF_WIDTH = 3.4
_WAVE_LENGTH = 13.0
_CORNER_RADIUS = 8.0
_PIECES = 4
"""Cubic pieces a wave: with four no eye sees the difference, and time to draw grows with them."""


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
        return darkened_until(self.accent, 2.0)


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
    shades = (mixed(colour, "#000000", step / 20) for step in range(21))
    return next(shade for shade in shades if contrast_with_white(shade) >= contrast)


def smooth_path(curve: Curve, start: float, end: float, pieces: int) -> str:
    """Return path data that follows `curve` closely by cubic pieces.

    Each piece keeps the curve's own direction at both its ends (a Hermite piece), so that a few
    pieces a wave are as smooth as hundreds of straight ones and a tenth of their length.
    """
    step = (end - start) / pieces
    nudge = step / 1000

    def slope(at: float) -> Point:
        before, after = curve(at - nudge), curve(at + nudge)
        return (after[0] - before[0]) / (2 * nudge), (after[1] - before[1]) / (2 * nudge)

    x, y = curve(start)
    data = [f"M{x:.2f} {y:.2f}"]
    for piece in range(pieces):
        here, there = start + piece * step, start + (piece + 1) * step
        (x0, y0), (dx0, dy0) = curve(here), slope(here)
        (x1, y1), (dx1, dy1) = curve(there), slope(there)
        third = step / 3
        data.append(
            f"C{x0 + dx0 * third:.2f} {y0 + dy0 * third:.2f}"
            f" {x1 - dx1 * third:.2f} {y1 - dy1 * third:.2f} {x1:.2f} {y1:.2f}"
        )
    return "".join(data)


def stroke(data: str, colour: str, width: float) -> str:
    """Return one drawn path element."""
    return f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:.2f}"/>'


def disc(centre: Point, radius: float, fill: str, colour: str = "none", width: float = 0) -> str:
    """Return a filled circle, with a line round it where a colour is given."""
    return (
        f'<circle cx="{centre[0]:.2f}" cy="{centre[1]:.2f}" r="{radius:.2f}" fill="{fill}"'
        f' stroke="{colour}" stroke-width="{width:.2f}"/>'
    )


def frame(inset: float, size: Point, colour: str, width: float) -> str:
    """Return a rectangle of the given inset from the edges of a sheet."""
    return (
        f'<rect x="{inset:.2f}" y="{inset:.2f}" width="{size[0] - 2 * inset:.2f}"'
        f' height="{size[1] - 2 * inset:.2f}" fill="none" stroke="{colour}"'
        f' stroke-width="{width:.2f}"/>'
    )


def band(start: Point, end: Point, half_width: float, palette: Palette) -> list[str]:
    """Return the crossing waves of one straight band from `start` to `end`."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    across = (-along[1], along[0])
    waves = max(2, round(length / _WAVE_LENGTH))

    def strand(phase: float, reach: float) -> Curve:
        def place(at: float) -> Point:
            turn = 2 * math.pi * waves * at / length
            offset = half_width * reach * math.sin(turn + phase)
            return (
                start[0] + along[0] * at + across[0] * offset,
                start[1] + along[1] * at + across[1] * offset,
            )

        return place

    def drawn(curve: Curve, colour: str, width: float) -> str:
        return stroke(smooth_path(curve, 0, length, waves * _PIECES), colour, width)

    strands = []
    for index in range(3):
        phase = index * 2 * math.pi / 3
        strands.append(drawn(strand(phase, 0.62), palette.line, 0.2))
        strands.append(drawn(strand(phase + math.pi, 0.62), palette.line, 0.2))
    for index in range(4):
        phase = index * math.pi / 2
        strands.append(drawn(strand(phase, 1.0), palette.ink, 0.24))
    return strands


def rosette(centre: Point, radius: float, petals: int, loops: int, depth: float) -> str:
    """Return path data of one closed engraved rosette.

    The line goes round `loops` times while its distance from the centre swings `petals` times
    between `radius` and `radius` less `depth` of it; with no common divisor it closes only at
    the end and crosses itself everywhere.
    """

    def place(turn: float) -> Point:
        distance = radius * (1 - depth / 2 + depth / 2 * math.cos(petals * turn / loops))
        return centre[0] + distance * math.cos(turn), centre[1] + distance * math.sin(turn)

    return smooth_path(place, 0, 2 * math.pi * loops, petals * _PIECES) + "Z"


def medallion(centre: Point, radius: float, palette: Palette) -> list[str]:
    """Return the rosette that sits on a corner, or larger as a seal."""
    scale = radius / _CORNER_RADIUS
    return [
        disc(centre, radius, WHITE, palette.ink, 0.45),
        disc(centre, radius * 0.91, "none", palette.line, 0.25),
        stroke(rosette(centre, radius * 0.84, 24, 7, 0.62), palette.ink, 0.17 * scale),
        stroke(rosette(centre, radius * 0.47, 12, 5, 0.66), palette.line, 0.24 * scale),
        disc(centre, radius * 0.13, palette.line),
        disc(centre, radius * 0.06, WHITE),
    ]


def _svg(size: Point, parts: Iterable[str]) -> str:
    """Return the drawing of a whole sheet, one user unit a millimetre."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}">{"".join(parts)}</svg>'
    )


# Everybody of a cohort has the same border, and it takes as long as an eighth of a certificate.
@lru_cache(maxsize=32)
def award_border(palette: Palette, size: Point = (297.0, 210.0)) -> str:
    """Return the whole border of an award, with a pale rosette behind the holder's name."""
    width, height = size
    near, far_x, far_y = _BAND_FROM_EDGE, width - _BAND_FROM_EDGE, height - _BAND_FROM_EDGE
    corners = [(near, near), (far_x, near), (far_x, far_y), (near, far_y)]
    pale = mixed(palette.ink, WHITE, 0.93)
    middle = (width / 2, height / 2 - 9)
    parts = [
        stroke(rosette(middle, 57, 36, 11, 0.5), pale, 0.3),
        stroke(rosette(middle, 28, 24, 7, 0.72), pale, 0.3),
    ]
    for index, corner in enumerate(corners):
        parts += band(corner, corners[(index + 1) % 4], _BAND_HALF_WIDTH, palette)
    edge = _BAND_HALF_WIDTH + 1.0
    parts += [
        frame(near - edge, size, palette.ink, 0.5),
        frame(near + edge, size, palette.ink, 0.5),
        frame(near + edge + 1.1, size, palette.line, 0.2),
    ]
    for corner in corners:
        parts += medallion(corner, _CORNER_RADIUS, palette)
    return _svg(size, parts)


def letterhead(palette: Palette, size: Point = (210.0, 9.0)) -> str:
    """Return the band across the head of a progress certificate, by the award's own hand."""
    width, height = size
    middle = height / 2
    parts = band((0.0, middle), (width, middle), _BAND_HALF_WIDTH * 0.8, palette)
    for y in (0.25, height - 0.25):
        parts.append(stroke(f"M0 {y:.2f}H{width:g}", palette.ink, 0.5))
    return _svg(size, parts)


def tick() -> str:
    """Return the mark beside a requirement that is met."""
    return _svg(
        (4.0, 4.0), [disc((2, 2), 2, "#1a6b47"), stroke("M1 2.1L1.75 2.85L3.1 1.3", WHITE, 0.5)]
    )


def open_ring() -> str:
    """Return the mark beside a requirement that is not met yet."""
    return _svg((4.0, 4.0), [disc((2, 2), 1.72, "none", "#8a5300", 0.5)])
