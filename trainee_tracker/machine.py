"""What a machine has to have: Python, libraries, fonts and space; as the doctor sees it."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
from typing import TYPE_CHECKING

from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.messages import All, Verbatim, say, verbatim
from trainee_tracker.typefaces import letters_of_the_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from config import Settings

MINIMUM_PYTHON = (3, 11)

ENOUGH_DISK_BYTES = 1_000_000_000
"""Free space below which the doctor speaks up, in bytes (1 GB)."""

PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
"""What WeasyPrint loads, and Debian's package of each. Without the last it is 4 to 6 times slower."""

FONTS = (
    "fontpkg_eb_garamond",
    "fontpkg_noto_serif",
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_amiri",
    "fontpkg_ibm_plex_mono",
)
"""The packages that carry the faces of our pages and certificates."""

FURTHER_FONTS = {
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf": "fonts-droid-fallback",
    "/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf": "fonts-noto-core",
}
"""Where Debian puts the faces for names in Chinese, Bengali and other scripts, and the packages."""

TEST_PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils", "qpdf": "qpdf"}
"""What only the tests need, and Debian's package of each."""


def look_at_python(version: tuple[int, int]) -> Finding:
    """Judge a version of Python."""
    shown = dotted(version)
    if version < MINIMUM_PYTHON:
        return Finding(
            Verdict.WRONG, say("Python is {version}; 3.11 or newer is needed.", version=shown)
        )
    return Finding(Verdict.GOOD, say("Python is {version}.", version=shown))


def dotted(version: tuple[int, ...]) -> Verbatim:
    """Return a version as it is written: 3.11."""
    return Verbatim(".".join(map(str, version)))


def listed(words: Iterable[str]) -> All:
    """Return names of settings or packages as they stand in a sentence."""
    return All(tuple(map(verbatim, words)))


def look_at_folders(settings: Settings) -> Iterator[Finding]:
    """Find folders that cannot be written, and how much space each has."""
    folders = {settings.outbox_folder}
    if settings.database_file is not None:
        folders.add(settings.database_file.parent)
    for folder in sorted(folders):
        nearest = _nearest(folder)
        if not os.access(nearest, os.W_OK):
            yield Finding(
                Verdict.WRONG,
                say("{folder} cannot be written by this user.", folder=verbatim(folder)),
            )
            continue
        free = shutil.disk_usage(nearest).free
        verdict = Verdict.GOOD if free >= ENOUGH_DISK_BYTES else Verdict.WRONG
        yield Finding(
            verdict,
            say(
                "{folder} has {free} GB free.",
                folder=verbatim(folder),
                free=verbatim(f"{free / 1e9:.1f}"),
            ),
        )


def _nearest(folder: Path) -> Path:
    """Return `folder`, or the nearest folder above it that exists: the rest is made when needed."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def look_at_pdf_libraries() -> Iterator[Finding]:
    """Find the system libraries of certificates that are missing."""
    missing = [package for library, package in PDF_LIBRARIES.items() if not _can_load(library)]
    if missing:
        yield Finding(
            Verdict.WRONG,
            say(
                "Certificates need system libraries. Install them with: {command}",
                command=Verbatim(f"apt-get install --no-install-recommends {' '.join(missing)}"),
            ),
        )
    else:
        yield Finding(Verdict.GOOD, say("The libraries that make PDFs are here."))


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def look_at_fonts() -> Iterator[Finding]:
    """Find the faces that are missing, ours and those for names in further scripts."""
    missing = [name for name in FONTS if importlib.util.find_spec(name) is None]
    if missing:
        yield Finding(
            Verdict.WRONG,
            say(
                "Fonts are missing: {fonts}. Run: {command}",
                fonts=listed(missing),
                command=Verbatim("make setup"),
            ),
        )
    else:
        yield Finding(Verdict.GOOD, say("The fonts are here."))
    further = [package for file, package in FURTHER_FONTS.items() if not os.path.exists(file)]
    if further:
        yield Finding(
            Verdict.NOTE,
            say(
                "Names in some scripts, such as Chinese or Bengali, may have no typeface. Debian has"
                " them as: {packages}.",
                packages=listed(further),
            ),
        )
    if not letters_of_the_machine():
        yield Finding(
            Verdict.NOTE,
            say(
                "The fonts of this machine cannot be listed, so names in scripts that our own faces"
                " lack are refused. Install what brings fc-list; Debian calls it fontconfig."
            ),
        )


def look_at_test_programs() -> Iterator[Finding]:
    """Find the programs of the tests that are missing."""
    missing = [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
    if missing:
        yield Finding(
            Verdict.NOTE,
            say(
                "Only the tests need these, and make test installs them: {packages}.",
                packages=listed(missing),
            ),
        )
