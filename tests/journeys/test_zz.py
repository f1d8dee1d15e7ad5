import pytest
from tests.journeys.conftest import OpenWindow
from tests.journeys.test_supervisor import *  # noqa
@pytest.mark.browser
def test_without_once(open_window: OpenWindow) -> None:
    hours_wait()
    sam = open_window()
    sam.page.route("**/submit-once.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sam.sign_in(EMAILS["supervisor"]).follow("Open the queue")
    decide(sam); review(sam)
    sam.fill("Your password", PASSWORD)
    held=[]
    sam.page.route("**/decide", lambda r: held.append(r))
    b=sam.button("Sign 5 decisions"); b.click(no_wait_after=True); b.click(force=True, no_wait_after=True); sam.page.wait_for_timeout(300)
    print("HELD", len(held)); assert 0
