"""The example on the page about the requirements engine prints what the page says it prints."""

from __future__ import annotations

import contextlib
import io

from tests.docs.pages import page

PAGE = page("docs/requirements-engine.md")


def test_the_example_prints_what_the_page_says() -> None:
    program, printed = (fence.text for fence in PAGE.fences)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, PAGE.name, "exec"), {})
    assert out.getvalue() == printed
