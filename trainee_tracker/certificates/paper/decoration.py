"""Where the engraved bands of a paper are put: behind its page, and round its seal."""

from __future__ import annotations

from typing import Final

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes

from trainee_tracker.certificates.paper import ornament
from trainee_tracker.certificates.paper.colours import Palette, channels
from trainee_tracker.certificates.paper.exact import object_at, objects_of

_MILLIMETRES: Final = 25.4 / 96
"""Millimetres in one of WeasyPrint's pixels."""

_MIRRORED: Final = ((1, 1), (-1, 1), (-1, -1), (1, -1))
_HEAD_FROM_TOP: Final = 9.5
SEAL: Final = "seal"
"""The class of the box round whose middle the ring is drawn."""


class Background:
    """What is drawn behind one page: forms, each with a colour, a breadth of line and places."""

    def __init__(self, pdf: pydyf.PDF, resources: pydyf.Dictionary) -> None:
        """Begin an empty background."""
        self._pdf, self._resources = pdf, resources
        self._names: dict[bytes, str] = {}
        self._operators: list[str] = []

    def draw(
        self, form: ornament.Form, colour: str, breadth: float, *places: ornament.Matrix
    ) -> None:
        """Draw a form in a colour at each of the places; breadth is hundredths of a millimetre."""
        red, green, blue = (channel / 255 for channel in channels(colour))
        name, unit = self._named(form), ornament.POINTS
        self._operators.append(f"q {red:.3f} {green:.3f} {blue:.3f} RG {breadth:g} w")
        for a, b, c, d, x, y in places:
            turned = " ".join(f"{each * unit:.5f}" for each in (a, b, c, d))
            self._operators.append(
                f"q {turned} {x * 100 * unit:.3f} {y * 100 * unit:.3f} cm /{name} Do Q"
            )
        self._operators.append("Q")

    def _named(self, form: ornament.Form) -> str:
        """Return the name by which the page calls a form, which is in the file once for the page."""
        if form.data not in self._names:
            name = self._names[form.data] = f"ornament{len(self._names)}"
            stream = pydyf.Stream(
                [form.data],
                pydyf.Dictionary(
                    {
                        "Type": "/XObject",
                        "Subtype": "/Form",
                        "BBox": pydyf.Array(form.box),
                        "Resources": pydyf.Dictionary(),
                        "Filter": "/FlateDecode",
                    }
                ),
            )
            self._pdf.add_object(stream)
            self._resources["XObject"][name] = stream.reference
        return self._names[form.data]

    def put_behind(self, content: pydyf.Stream) -> None:
        """Put everything behind what the page says, as decoration that nobody is read."""
        drawn = "\n".join(["/Artifact <</Type /Background>> BDC", *self._operators, "EMC"])
        content.stream.insert(0, drawn.encode())


def decorate(document: weasyprint.Document, pdf: pydyf.PDF, kind: str, palette: Palette) -> None:
    """Draw the bands of a kind of paper behind its pages."""
    pages = objects_of(pdf, "Page")
    for number, (page, entry) in enumerate(zip(document.pages, pages, strict=True)):
        background = Background(pdf, object_at(pdf, entry["Resources"]))
        width, height = page.width * _MILLIMETRES, page.height * _MILLIMETRES
        if kind == "award":
            _draw_frame(background, palette, width, height)
        elif number == 0:
            _draw_head(background, palette, width, height)
        _draw_seals(background, palette, page, height)
        background.put_behind(object_at(pdf, entry["Contents"]))


def _draw_frame(drawn: Background, palette: Palette, width: float, height: float) -> None:
    frame = ornament.frame()
    places = [(sx, 0.0, 0.0, sy, width / 2, height / 2) for sx, sy in _MIRRORED]
    drawn.draw(frame.second, palette.line, 17, *places)
    drawn.draw(frame.strands, palette.ink, 18, *places)
    drawn.draw(frame.rules, palette.ink, 32, *places)


def _draw_head(drawn: Background, palette: Palette, width: float, height: float) -> None:
    band = ornament.band()
    count = int(width / band.wave) + 1
    top = height - _HEAD_FROM_TOP
    places = [(1.0, 0.0, 0.0, 1.0, step * band.wave, top) for step in range(count)]
    drawn.draw(band.second, palette.line, 20, *places)
    drawn.draw(band.strands, palette.ink, 17, *places)


def _draw_seals(drawn: Background, palette: Palette, page: weasyprint.Page, height: float) -> None:
    """Draw the ring round the middle of each seal, wherever the layout has put it."""
    ring = ornament.ring()
    for box in page._page_box.descendants():
        is_seal = isinstance(box, boxes.BlockBox) and box.element is not None
        if is_seal and box.element.get("class") == SEAL:
            x = (box.position_x + box.border_width() / 2) * _MILLIMETRES
            y = height - (box.position_y + box.border_height() / 2) * _MILLIMETRES
            drawn.draw(ring.strands, palette.line, 15, (1, 0, 0, 1, x, y))
            drawn.draw(ring.rules, palette.ink, 22, (1, 0, 0, 1, x, y))
