"""What a printed certificate is, asked of the tools that people use: Poppler and qpdf.

A missing tool is an error, never a skipped test: a certificate nobody looked at is not checked.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
POINTS_A_MM = 72 / 25.4
_DIRECTION_MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e")


class Word(NamedTuple):
    """One word on a page and its box, in millimetres from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Paper:
    """One PDF, written to a folder so that tools can read it."""

    def __init__(self, content: bytes, folder: Path) -> None:
        """Write the PDF."""
        self.path = folder / "certificate.pdf"
        self.path.write_bytes(content)

    def run(self, *command: str) -> str:
        """Return what a tool prints about the PDF, with `PDF` for its path."""
        words = [str(self.path) if word == "PDF" else word for word in command]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    def info(self) -> dict[str, str]:
        """Return what `pdfinfo` says, by its own words."""
        lines = (line.partition(":") for line in self.run("pdfinfo", "PDF").splitlines())
        return {name: value.strip() for name, _, value in lines}

    def text(self, *options: str) -> str:
        """Return the text as a reader copies it, without the marks Poppler adds for direction."""
        text = self.run("pdftotext", *options, "PDF", "-").translate(_DIRECTION_MARKS)
        return unicodedata.normalize("NFC", text)

    def words(self) -> list[Word]:
        """Return every word of the first page with its place."""
        page = ElementTree.fromstring(self.run("pdftotext", "-l", "1", "-bbox", "PDF", "-"))
        return [
            Word(
                word.text or "",
                *(
                    float(word.attrib[side]) / POINTS_A_MM
                    for side in ("xMin", "yMin", "xMax", "yMax")
                ),
            )
            for word in page.iter(f"{XHTML}word")
        ]

    def greys(self, dots_an_inch: int) -> list[bytes]:
        """Return the first page as rows of grey dots, 0 black to 255 white."""
        command = ["pdftoppm", "-l", "1", "-r", str(dots_an_inch), "-gray", str(self.path)]
        picture = subprocess.run(command, check=True, capture_output=True).stdout
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
        assert head
        width, dots = int(head[1]), picture[head.end() :]
        return [dots[start : start + width] for start in range(0, len(dots), width)]
