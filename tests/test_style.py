"""The style sheets: safe under the content policy, mirrored by themselves, and readable."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "templates"
STATIC = PROJECT / "trainee_tracker" / "static"
SHEETS = sorted(STATIC.glob("css/*.css"))
# What is printed by the server itself never passes a browser, nor its content policy.
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "paper" not in path.parts)


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_needs_what_the_content_policy_forbids(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|data:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_hold_only_logical_sides_and_files_that_exist(sheet: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    sides = r"left|right|top|bottom"
    physical = rf"[\s;{{](?:(?:margin|padding|border)-(?:{sides})|{sides}|(?:min-|max-)?(?:width|height))\s*:"
    outside_queries = re.sub(r"@media[^{]*", "", source)
    assert not re.findall(physical, outside_queries)
    assert not re.search(r"text-align:\s*(left|right)|float:\s*(left|right)", source)
    for address in re.findall(r'url\("([^"]+)"\)', source):
        if address.startswith("../../fonts/"):
            package = "amiri" if "Amiri" in address else "atkinson_hyperlegible"
            fonts = resources.files(f"fontpkg_{package}") / "files"
            assert (fonts / address.removeprefix("../../fonts/")).is_file()
        else:
            assert (sheet.parent / address).is_file(), address
    assert "http" not in source


def tokens() -> dict[str, str]:
    """Return the colours of the style sheet's first :root, by name."""
    root = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8").split(":root {", 1)[1]
    found = re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6});", root.split("\n}", 1)[0])
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        for name, value in found
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two of our colours, from 1 to 21."""
    light, dark = sorted((luminance(tokens()[one]), luminance(tokens()[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("paper", "surface", "brand-soft", "accent-soft")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "brand", "good", "wait", "bad", "info"])
def test_text_is_readable_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("tone", ["good", "wait", "bad", "info"])
def test_a_state_is_readable_on_its_own_soft_ground_and_in_white_on_its_colour(tone: str) -> None:
    assert contrast(tone, f"{tone}-soft") >= 4.5
    assert contrast("ink", f"{tone}-soft") >= 4.5
    assert contrast("ink-soft", f"{tone}-soft") >= 4.5
    assert contrast("on-brand", tone) >= 4.5


def test_the_masthead_its_buttons_and_the_edges_of_controls_stand_out() -> None:
    assert contrast("on-brand", "brand") >= 4.5
    assert contrast("on-brand", "brand-strong") >= 4.5
    assert contrast("accent", "brand") >= 3
    assert contrast("focus", "brand") >= 3
    assert contrast("line-strong", "surface") >= 3
    assert contrast("line-strong", "paper") >= 3
    assert contrast("ink", "paper") >= 3
    assert contrast("brand", "brand-light") >= 3
