"""The engraved bands of a paper as operators of a PDF, without a colour.

Crossing waves are what banknotes and diplomas have carried for two centuries: they look made with
care and blur when copied badly. Everything here is arithmetic on whole hundredths of a millimetre;
nothing is random. A form without a colour takes the one that is set where it is drawn, so one set
of forms serves every network, computed and compressed once in the life of a process.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

Point = tuple[float, float]
Curve = Callable[[float], Point]
Matrix = tuple[float, float, float, float, float, float]
"""How a form is turned and where its origin is put: a b c d, and x and y in millimetres."""

POINTS = 72 / 2540
"""Points of a PDF in a hundredth of a millimetre."""

_BEZIER_CIRCLE = 0.5523
"""How long the handles of a quarter circle are, as a share of its radius."""


@dataclass(frozen=True)
class Form:
    """A drawing to be placed on a page: its compressed operators, and the box that holds it.

    Lengths are hundredths of a millimetre.
    """

    data: bytes
    box: tuple[int, int, int, int]


def form(paths: Sequence[str], box: tuple[int, int, int, int]) -> Form:
    """Return the form that strokes these paths."""
    return Form(zlib.compress("\n".join([*paths, "S"]).encode(), 9), box)


def smooth_path(curve: Curve, start: float, end: float, pieces: int) -> str:
    """Return path operators that follow `curve` closely by cubic pieces.

    Each piece keeps the curve's own direction at both its ends (a Hermite piece), so that a few
    pieces a wave are as smooth as hundreds of straight ones and a tenth of their length.
    """
    step = (end - start) / pieces
    nudge, third = step / 1000, step / 3

    def slope(at: float) -> Point:
        before, after = curve(at - nudge), curve(at + nudge)
        return (after[0] - before[0]) / (2 * nudge), (after[1] - before[1]) / (2 * nudge)

    (x, y), (dx, dy) = curve(start), slope(start)
    drawn = [f"{x:.0f} {y:.0f} m"]
    for piece in range(1, pieces + 1):
        there = start + piece * step
        (x1, y1), (dx1, dy1) = curve(there), slope(there)
        drawn.append(
            f"{x + dx * third:.0f} {y + dy * third:.0f}"
            f" {x1 - dx1 * third:.0f} {y1 - dy1 * third:.0f} {x1:.0f} {y1:.0f} c"
        )
        x, y, dx, dy = x1, y1, dx1, dy1
    return "\n".join(drawn)


def _circle(radius: float) -> str:
    """Return the path of a circle about the origin."""
    k = radius * _BEZIER_CIRCLE
    r = radius
    return (
        f"{r:.0f} 0 m {r:.0f} {k:.0f} {k:.0f} {r:.0f} 0 {r:.0f} c"
        f" {-k:.0f} {r:.0f} {-r:.0f} {k:.0f} {-r:.0f} 0 c"
        f" {-r:.0f} {-k:.0f} {-k:.0f} {-r:.0f} 0 {-r:.0f} c"
        f" {k:.0f} {-r:.0f} {r:.0f} {-k:.0f} {r:.0f} 0 c h"
    )


# -- The frame of an award -------------------------------------------------------------------------

_FRAME = (27300, 18600)
"""Width and height of the middle line of the frame of an A4 sheet; its outermost rule is then
7.7 mm from the edge, which nearly every printer reaches."""
_FRAME_BEND = 1300
_FRAME_HALF_BREADTH = 330
_FRAME_WAVE = 1150
_RULES_BEYOND = 95
_SECOND_INNER_RULE = 100


@dataclass(frozen=True)
class Frame:
    """A quarter of the frame, about the middle of the sheet: drawn four times, mirrored."""

    strands: Form
    second: Form
    rules: Form


@cache
def frame() -> Frame:
    """Return a quarter of the frame of an award, from the middle of its top to that of its side."""
    width, height = _FRAME
    place, length = _rounded_quarter(width, height, _FRAME_BEND)
    # Half a wave more than whole ones, so that a quarter meets its mirror image.
    waves = round(length / _FRAME_WAVE) + 0.5

    def strand(phase: float, reach: float, swell: float) -> Curve:
        def at(along: float) -> Point:
            inside = min(max(along, 0.0), length)
            (x, y), (nx, ny) = place(inside)
            # The slope at either end looks a hair beyond the quarter.
            x, y = x - ny * (inside - along), y + nx * (inside - along)
            turn = math.pi * along / length
            breadth = _FRAME_HALF_BREADTH * reach * (1 - swell + swell * math.cos(10 * turn))
            offset = breadth * math.cos(2 * turn * waves + phase)
            return x + nx * offset, y + ny * offset

        return at

    def drawn(phase: float, reach: float, swell: float) -> str:
        return smooth_path(strand(phase, reach, swell), 0, length, round(waves * 4))

    # Phases come in pairs, one the mirror image of the other, and so the frame closes.
    phases = [step * math.pi / 6 for step in range(-5, 7)]
    strands = [drawn(phase, 1.0, 0.24) for phase in [*phases[::2], 0.0]]
    second = [drawn(phase, 0.62, 0.3) for phase in phases[1::2]]
    edge = _FRAME_HALF_BREADTH + _RULES_BEYOND
    rules = [
        _outline_quarter(width, height, _FRAME_BEND, offset)
        for offset in (edge, -edge, -edge - _SECOND_INNER_RULE)
    ]
    box = (-100, -100, width // 2 + 700, height // 2 + 700)
    return Frame(form(strands, box), form(second, box), form(rules, box))


def _rounded_quarter(
    width: float, height: float, bend: float
) -> tuple[Callable[[float], tuple[Point, Point]], float]:
    """Return the quarter of a rounded frame about the origin, and its length.

    The quarter is a function from the way along it to the point there and its outward normal.
    """
    flat, side, turn = width / 2 - bend, height / 2 - bend, math.pi * bend / 2

    def place(along: float) -> tuple[Point, Point]:
        if along <= flat:
            return (along, height / 2), (0, 1)
        if along <= flat + turn:
            angle = (along - flat) / bend
            normal = (math.sin(angle), math.cos(angle))
            return (flat + bend * normal[0], side + bend * normal[1]), normal
        return (width / 2, side - (along - flat - turn)), (1, 0)

    return place, flat + turn + side


def _outline_quarter(width: float, height: float, bend: float, offset: float) -> str:
    """Return the path of a quarter of a rounded frame, so far outside the given one."""
    w, h, r = width / 2 + offset, height / 2 + offset, bend + offset
    k = r * _BEZIER_CIRCLE
    return (
        f"0 {h:.0f} m {w - r:.0f} {h:.0f} l"
        f" {w - r + k:.0f} {h:.0f} {w:.0f} {h - r + k:.0f} {w:.0f} {h - r:.0f} c {w:.0f} 0 l"
    )


# -- The ring round the QR code: the seal is the check ---------------------------------------------

_RING_OUTER, _RING_INNER = 2050, 1610
_RING_PETALS = 18


@dataclass(frozen=True)
class Ring:
    """The ring of a seal, about its middle."""

    strands: Form
    rules: Form


@cache
def ring() -> Ring:
    """Return the engraved ring in which the QR code of a paper stands."""
    middle = (_RING_OUTER + _RING_INNER) / 2
    half = (_RING_OUTER - _RING_INNER) / 2 - 45

    def strand(phase: float) -> Curve:
        def at(turn: float) -> Point:
            distance = middle + half * math.cos(_RING_PETALS * turn + phase)
            return distance * math.sin(turn), distance * math.cos(turn)

        return at

    strands = [
        smooth_path(strand(step * math.pi / 3), 0, 2 * math.pi, _RING_PETALS * 4)
        for step in range(6)
    ]
    rules = [_circle(r) for r in (_RING_OUTER, _RING_OUTER - 40, _RING_INNER + 40, _RING_INNER)]
    edge = _RING_OUTER + 50
    box = (-edge, -edge, edge, edge)
    return Ring(form(strands, box), form(rules, box))


# -- A straight band: the head of a letter ---------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """One wave of a straight band along x, to be set side by side; lengths in millimetres."""

    strands: Form
    second: Form
    wave: float


_BAND_HALF_BREADTH = 250
_BAND_WAVE = 1200


@cache
def band() -> Band:
    """Return one wave of the band across the head of a letter."""
    half_breadth, wave = _BAND_HALF_BREADTH, _BAND_WAVE

    def strand(phase: float, reach: float) -> Curve:
        return lambda x: (
            x,
            half_breadth * reach * math.cos(2 * math.pi * x / wave + phase),
        )

    strands = [smooth_path(strand(step * math.pi / 4, 1.0), 0, wave, 8) for step in range(8)]
    second = [
        smooth_path(strand(step * math.pi / 4 + math.pi / 8, 0.62), 0, wave, 8) for step in range(8)
    ]
    box = (-20, -half_breadth - 60, wave + 20, half_breadth + 60)
    return Band(form(strands, box), form(second, box), wave / 100)
