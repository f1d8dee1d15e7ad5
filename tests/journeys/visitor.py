"""A person at a browser: types, presses, reads; every page they come to is inspected."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, Route, expect

from tests import cast as cast_module
from tests.cast import PASSWORD, Cast
from trainee_tracker.extensions import db

AXE = Axe()
WCAG_2_2_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
SCREENS = (195, 390, 1280)
"""The widths at which no page may be wider than the screen, in pixels: the first is a phone on which
somebody reads letters of twice the size."""

HEIGHT = 844
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FACES_LOADED = """
[...document.fonts].some(face => face.family.includes("Atkinson") && face.status === "loaded")
"""


@contextmanager
def behind_the_scenes() -> Iterator[Cast]:
    """Give the cast, for what other people do meanwhile; it is committed and let go of."""
    try:
        yield cast_module.load()
        db.session.commit()
    finally:
        # A session left open would hold SQLite's one write lock against every page.
        db.session.remove()


class Visitor:
    """One window of Chromium, used by one person."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        self.width = width
        self.faults: list[str] = []
        self._pages_seen = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._note_failed)
        page.on("response", self._note_refused)

    # Going somewhere.

    def open(self, path: str, status: int = 200) -> Visitor:
        """Type an address."""
        with self._coming_to_a_page(status):
            self.page.goto(path)
        return self

    def follow(self, text: str, *, within: Locator | None = None, status: int = 200) -> Visitor:
        """Follow the link of these words."""
        with self._coming_to_a_page(status):
            self.link(text, within=within).click()
        return self

    def press(self, text: str, *, within: Locator | None = None, status: int = 200) -> Visitor:
        """Press the button of these words, which leads to a page."""
        with self._coming_to_a_page(status):
            self.button(text, within=within).click()
        return self

    def press_twice(self, text: str, sending_to: str) -> Visitor:
        """Press a button again while the answer to its first press is still on its way."""
        held: list[Route] = []
        self.page.route(sending_to, lambda route: held.append(route))
        button = self.button(text)
        button.hover()
        with self._coming_to_a_page(200):
            with self.page.expect_request(sending_to):
                self._press_mouse()
            self._press_mouse()
            self.page.wait_for_timeout(500)
            assert len(held) == 1, f"“{text}” was sent {len(held)} times"
            held[0].continue_()
        self.page.unroute(sending_to)
        return self

    def sign_in(self, email: str, password: str = PASSWORD, status: int = 200) -> Visitor:
        """Sign in by typing, from the page that asks for it."""
        self.open("/sign-in")
        self.fill("E-mail address", email)
        self.fill("Password", password)
        return self.press("Sign in", status=status)

    def sign_out(self) -> Visitor:
        """Sign out by the menu of one's name."""
        self.page.locator(".account summary").click()
        self.inspect("account menu")
        return self.press("Sign out")

    def download(self, text: str) -> bytes:
        """Follow a link that gives a file, and return the file."""
        with self.page.expect_download() as coming:
            self.link(text).click()
        # To the browser a page that turns out to be a file is a page that never came.
        self.faults = [fault for fault in self.faults if "ERR_ABORTED" not in fault]
        return Path(coming.value.path()).read_bytes()

    # Filling in.

    def fill(self, label: str, text: str) -> Visitor:
        """Type into the field of this label."""
        self.field(label).fill(text)
        return self

    def choose(self, question: str, answer: str) -> Visitor:
        """Press the chip of an answer."""
        group = self.page.get_by_role("radiogroup", name=question)
        group.get_by_label(answer, exact=True).check()
        return self

    def select(self, label: str, option: str | re.Pattern[str]) -> Visitor:
        """Choose from a list."""
        field = self.field(label)
        words = field.locator("option").filter(has_text=option).first.text_content()
        field.select_option(label=words or "")
        return self

    def give_file(self, label: str, file: Path) -> Visitor:
        """Hand over a file."""
        self.field(label).set_input_files(file)
        return self

    def use_screen(self, width: int) -> Visitor:
        """Go on with the same page on another screen, and look at it there."""
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.inspect("another screen")
        return self

    # Looking.

    def field(self, label: str) -> Locator:
        """Return the field of this label, with or without "(optional)"."""
        return self.page.get_by_role("main").get_by_label(
            re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        )

    def button(self, text: str, *, within: Locator | None = None) -> Locator:
        """Return the button of these words."""
        return (within or self.page).get_by_role("button", name=text, exact=True)

    def link(self, text: str, *, within: Locator | None = None) -> Locator:
        """Return the link of these words."""
        return (within or self.page).get_by_role("link", name=text, exact=True)

    def sees(self, *sentences: str) -> Visitor:
        """Assert that the page shows each of these words."""
        for words in sentences:
            shown = self.page.get_by_text(words).filter(visible=True).first
            expect(shown, f"“{words}” on {self.page.url}").to_be_visible()
        return self

    def sees_title(self, words: str) -> Visitor:
        """Assert the words of the page's one heading of the first level."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        return self

    def does_not_see(self, words: str) -> Visitor:
        """Assert that the page shows these words nowhere."""
        expect(self.page.get_by_text(words).filter(visible=True)).to_have_count(0)
        return self

    def row(self, words: str) -> Locator:
        """Return the row of a table that shows these words."""
        return self.page.get_by_role("row").filter(has_text=words)

    # Inspecting.

    def inspect(self, state: str = "") -> None:
        """Assert what must hold of every page, as it stands on the screen now."""
        where = f"{self.page.url} {state}".strip()
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self._pages_seen += 1
        for width in (*(each for each in SCREENS if each != self.width), self.width):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self._keep_picture(state, width)
            too_wide = self.page.evaluate(TOO_WIDE)
            assert too_wide <= 0, f"{where}: {too_wide} px wider than a screen of {width} px"
        assert self.page.evaluate(FACES_LOADED), f"{where} is not in our typeface"
        assert not self.faults, f"{where}: {self.faults}"
        found = AXE.run(self.page, options=WCAG_2_2_AA)
        assert not found.violations_count, f"{where}: {found.generate_report()}"

    @contextmanager
    def _coming_to_a_page(self, status: int) -> Iterator[None]:
        with self.page.expect_navigation() as coming:
            yield
        answer = coming.value
        if status != 200:
            # The browser speaks of an answer like this as a failure; here it is the right answer.
            self.faults = [fault for fault in self.faults if str(status) not in fault]
        assert answer.status == status, f"{self.page.url} answers {answer.status}: {self.faults}"
        self.inspect()

    def _press_mouse(self) -> None:
        """Press where the mouse is: anything else would wait for a page that is on its way."""
        self.page.mouse.down()
        self.page.mouse.up()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _note_failed(self, request: Request) -> None:
        # Chromium drops what a page still waited for when it is left; what is refused says so.
        if request.failure == "net::ERR_ABORTED":
            return
        self.faults.append(f"request failed: {request.url} {request.failure}")

    def _note_refused(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"refused: {response.url} {response.status}")

    def _keep_picture(self, state: str, width: int) -> None:
        """Keep a picture of the whole page in the folder that JOURNEY_PICTURES names, if any."""
        folder = os.environ.get("JOURNEY_PICTURES")
        if folder is None:
            return
        test = re.sub(r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0])
        address = re.sub(r"\W+", "-", self.page.url.split("/", 3)[3][:30] + " " + state).strip("-")
        name = f"{test[5:20]}-{width}-{self._pages_seen:02}-{address or 'home'}.png"
        self.page.screenshot(path=Path(folder) / name, full_page=True)
