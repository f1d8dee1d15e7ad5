"""The PDF of a certificate, made from its frozen facts and from nothing else.

Only this file and what it imports in this folder use WeasyPrint, which needs system libraries:
import it where a certificate is rendered, not at the top of a module that the whole application
loads.

The same facts give the same bytes on every machine with the same faces: the only dates in the file
are those of the facts. It is tagged for screen readers (PDF/UA-1) and archivable (PDF/A-2a).
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
import pydyf
import segno
import weasyprint
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from trainee_tracker import typefaces
from trainee_tracker.certificates import rules
from trainee_tracker.certificates.paper import (
    decoration,
    exact,
    faces,
    fitting,
    lettering,
    letterless,
)
from trainee_tracker.certificates.paper.colours import Palette
from trainee_tracker.certificates.paper.facts import CertificateFacts, Unprintable
from trainee_tracker.languages import catalogue_of
from trainee_tracker.messages import Own, say

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "certificates" / "paper"
SCHEME = "certificate:"
_ALSO_ACCESSIBLE = (TEMPLATES / "accessible.xmp").read_bytes()

_SHEETS = ("sheet.css", "award.css", "progress.css")
_MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_SCREEN_COLOURS = "screen"
_DARK = "#1d1a24"
# Pango's font maps are not safe to use from two threads at once, and one is shared by the process.
_one_at_a_time = threading.Lock()


class RefusedAddress(ValueError):
    """Something in a certificate asked for an address that is not ours."""


class LettersWithoutFace(Unprintable):
    """No face on this machine has some of the letters, so the certificate would show boxes."""

    def __init__(self, letters: str) -> None:
        """Keep the letters, for a page that tells a person which they are."""
        super().__init__(
            say(
                "The site has no typeface for these letters yet: {letters}. Ask your administrator to"
                " add one.",
                letters=Own(" ".join(letters)),
            )
        )
        self.letters = letters


class OwnFilesFetcher(URLFetcher):  # type: ignore[misc]
    """Serves our style sheets and fonts, and the drawings made for one certificate.

    Nothing is opened by its path or over a network: an address is looked up in a closed list.
    """

    def __init__(self, drawings: Mapping[str, str] | None = None) -> None:
        """Take the drawings (name to SVG) of the certificate to be rendered."""
        super().__init__(allowed_protocols=[SCHEME.rstrip(":")], allow_redirects=False)
        self._drawings = dict(drawings or {})
        self.fetched: list[str] = []
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return what `url` names, or refuse it.

        WeasyPrint swallows the exception, so `refused` keeps the address for `render` to raise.
        """
        name = url.removeprefix(SCHEME)
        content = self._content(name) if url.startswith(SCHEME) else None
        if content is None:
            self.refused.append(url)
            raise RefusedAddress(f"A certificate does not fetch {url}")
        self.fetched.append(url)
        media_type = _MEDIA_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, content, {"Content-Type": media_type})

    def _content(self, name: str) -> bytes | None:
        """Return the content of one of our own names, or None."""
        if name in self._drawings:
            return self._drawings[name].encode()
        if name in _SHEETS:
            return (TEMPLATES / name).read_bytes()
        face = name.removesuffix(".ttf")
        return faces.face(face) if face in faces.NAMES else None


@cache
def _fonts() -> FontConfiguration:
    """Return the one font configuration of this process."""
    return FontConfiguration()


@cache
def _sheets(kind: str) -> tuple[weasyprint.CSS, ...]:
    """Return the parsed style sheets of a kind of certificate."""
    return tuple(
        weasyprint.CSS(f"{SCHEME}{name}", url_fetcher=OwnFilesFetcher(), font_config=_fonts())
        for name in ("sheet.css", f"{kind}.css")
    )


def _unnamed_language(name: str) -> str:
    """Return the tag of a name whose language nobody stated: none where Latin letters can be read."""
    return "" if lettering.has_latin_letters(name) else "und"


@cache
def _templates(language: str) -> jinja2.Environment:
    """Return the environment of the certificate's own templates, which escapes everything.

    Its fixed words come from the application's catalogue of that language, where there is one.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue_of(language.replace("-", "_"))
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "face": faces.face_of,
        "direction": lettering.direction_of,
        "runs_right_to_left": exact.runs_right_to_left,
        "copy_of": letterless.copy_of,
        "name_size": lettering.name_size,
        "name_lines": lettering.name_lines,
        "breadth": lettering.breadth,
        "unbroken": lettering.unbroken,
        "rows_class": lettering.rows_class,
        "unnamed_language": _unnamed_language,
    }
    return environment


def _locale(language: str) -> Locale:
    """Return how the certificate's language writes dates and which way it reads, else English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def qr_drawing(address: str) -> str:
    """Return a QR code of `address` as SVG; the page leaves the quiet margin that scanners need."""
    drawing = io.BytesIO()
    code = segno.make(address, error="m", micro=False, mask=4)
    code.save(drawing, kind="svg", xmldecl=False, border=0, omitsize=True, dark=_DARK)
    return drawing.getvalue().decode()


def page_text(facts: CertificateFacts, level: int = 0) -> str:
    """Return the HTML of a certificate at a level of fitting, every text in it escaped."""
    palette = Palette(facts.brand, facts.accent)
    locale = _locale(facts.language)
    template = _templates(facts.language).get_template(f"{facts.kind}.html")
    return template.render(
        facts=facts,
        palette=palette,
        level=level,
        direction=locale.text_direction,
        serial="-".join(rules.serial_groups(facts.serial)),
        issued_on=format_date(facts.issued_on, "d MMMM yyyy", locale=locale),
        as_at=facts.as_at and format_date(facts.as_at, "d MMMM yyyy", locale=locale),
    )


def _screen_colours() -> ColorProfile:
    """Return the sRGB profile that an archivable file carries.

    It is WeasyPrint's own, read here because WeasyPrint itself leaves the file open.
    """
    profile = resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(
        io.BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b")
    )


def render(facts: CertificateFacts) -> bytes:
    """Return the PDF of a certificate.

    Raises LettersWithoutFace: a name is in a script for which this machine has no typeface.
    Raises DoesNotFit: it says more than its sheet holds.
    Raises RefusedAddress: something in the page asked for what is not ours.
    """
    unprintable = typefaces.unprintable_in("".join(facts.texts()))
    if unprintable:
        raise LettersWithoutFace("".join(unprintable))
    fetcher = OwnFilesFetcher({"qr.svg": qr_drawing(facts.check_url)})

    def drawn_at(level: int) -> weasyprint.Document:
        return weasyprint.HTML(string=page_text(facts, level), url_fetcher=fetcher).render(
            stylesheets=_sheets(facts.kind),
            font_config=_fonts(),
            color_profiles={_SCREEN_COLOURS: _screen_colours()},
            output_intent=_SCREEN_COLOURS,
        )

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        _finish(document, pdf, facts)

    with _one_at_a_time:
        document = fitting.set_to_fit(drawn_at, may_go_on=facts.kind == "progress")
        content: bytes = document.write_pdf(
            finisher=finish,
            pdf_variant="pdf/a-2a",
            output_intent=_SCREEN_COLOURS,
            pdf_identifier=hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode(),
        )
    if fetcher.refused:
        raise RefusedAddress(f"A certificate does not fetch {fetcher.refused[0]}")
    # What can be printed is known before; this only looks whether the paper says so too.
    missing = {code for font in document.fonts.values() for code in font.missing}
    if missing:
        raise LettersWithoutFace("".join(map(chr, sorted(missing))))
    return content


def _finish(document: weasyprint.Document, pdf: pydyf.PDF, facts: CertificateFacts) -> None:
    """Put right what WeasyPrint cannot be asked for, just before the file is written."""
    metadata = exact.object_at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _ALSO_ACCESSIBLE)]
    exact.say_in_structure(pdf, facts.language)
    exact.turn_copies_round(pdf)
    decoration.decorate(document, pdf, facts.kind, Palette(facts.brand, facts.accent))
