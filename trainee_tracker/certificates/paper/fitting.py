"""Whether a sheet holds what it says: measured, since WeasyPrint lets boxes run over silently.

A paper of one sheet is set at the first of six levels at which nothing runs over an edge and none
of its parts touches the next: air goes first, then the small sizes, last the name. What does not
fit at the tightest is refused before anybody signs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import weasyprint
from weasyprint.formatting_structure import boxes

from trainee_tracker.certificates.paper.exact import COPIED, role_of
from trainee_tracker.certificates.paper.facts import Unprintable
from trainee_tracker.messages import say

TOO_MUCH: Final = say(
    "This certificate says more than one sheet holds, so it was not issued. Ask whoever edits the"
    " course to shorten its title, the title of the award or the sentence that the award says."
)

LEVELS: Final = 6
_TOLERANCE: Final = 0.5
"""How far a line may reach over an edge before it counts, in pixels of 1/96 inch: a rounding."""


class DoesNotFit(Unprintable):
    """Even the tightest setting leaves something over the edge of the sheet."""


def set_to_fit(
    drawn_at: Callable[[int], weasyprint.Document], *, may_go_on: bool = False
) -> weasyprint.Document:
    """Return a paper at the first level at which it fits its sheet.

    One that `may_go_on` is set on further sheets where it fits at no level, at the level after the
    last. Raises DoesNotFit: it has to be one sheet, and no level makes it so.
    """
    for level in range(LEVELS):
        document = drawn_at(level)
        if fits(document):
            return document
    if may_go_on:
        return drawn_at(LEVELS)
    raise DoesNotFit(TOO_MUCH)


def fits(document: weasyprint.Document) -> bool:
    """Return whether a paper is one sheet, with nothing over its edges and no two parts touching."""
    if len(document.pages) != 1:
        return False
    page = document.pages[0]._page_box
    foot = page.content_box_y() + page.height + _TOLERANCE
    side = page.content_box_x() + page.width + _TOLERANCE
    for line in _lines_of(page):
        if line.position_y + line.height > foot:
            return False
        # The line itself is as broad as its column; what stands in it may be broader.
        if any(part.position_x + part.width > side for part in line.children if _has_width(part)):
            return False
    return not _parts_touch(page)


def _has_width(box: boxes.Box) -> bool:
    return isinstance(getattr(box, "width", None), int | float)


def _lines_of(box: boxes.Box) -> Iterator[boxes.LineBox]:
    """Yield the lines in a box that somebody sees."""
    for each in box.descendants():
        if isinstance(each, boxes.LineBox) and role_of(each) != COPIED:
            yield each


def _parts_touch(page: boxes.Box) -> bool:
    """Return whether two of the parts that `data-part` names touch: each must end before the next."""
    parts: dict[object, boxes.Box] = {}
    for box in page.descendants():
        is_block = isinstance(box, boxes.BlockLevelBox)
        if is_block and box.element is not None and box.element.get("data-part"):
            parts.setdefault(box.element, box)
    lines = [list(_lines_of(box)) for box in parts.values()]
    tops = [min(line.position_y for line in some) for some in lines if some]
    feet = [max(line.position_y + line.height for line in some) for some in lines if some]
    return any(foot > top + _TOLERANCE for foot, top in zip(feet, tops[1:], strict=False))
