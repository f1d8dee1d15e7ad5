"""Lists as they come out of people's spreadsheets: damaged, of somebody else, of another century.

Each is a file as a browser sends it, byte for byte.
"""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.cast import BEGAN, Cast
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts import queries
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person

ENCODED_TWICE = (
    "Name,Email\r\nZoÃ« NÃºÃ±ez,zoe.n@example.com\r\nSinÃ©ad Oâ€™Neill,sinead2@example.com\r\n"
)
QUESTION_MARKS = "Name,Email\r\n???? ????,amina.o@example.com\r\n"
OF_SOMEBODY_ELSE = (
    "Name,Email\r\n"
    "Nadia Junior,nadia.rahmani@trust.example\r\n"
    "Alison Small,alison.treharne@trust.example\r\n"
)
OF_TWENTY_YEARS_AGO = "Name,Email,Start date\r\nAmina Odeh,amina.odeh@example.com,02/11/2006\r\n"

HOW_TO_SAVE = "save it as “CSV UTF-8”"


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which a list joins Grace's cohort, where Nadia Rahmani supervises.

    Alison Treharne trains with Hope, and Ruth, who brings the list, knows nothing of that.
    """
    nadia = people.add_person(
        "Nadia Rahmani",
        "nadia.rahmani@trust.example",
        organisation=cast.trust,
        actor=None,
        at=BEGAN,
    )
    cohorts.approve_supervisor(
        cast.cohort,
        nadia,
        approved_from=date(2026, 9, 7),
        approved_until=None,
        actor=cast.training_lead,
        at=BEGAN,
    )
    alison = people.add_person(
        "Alison Treharne",
        "alison.treharne@trust.example",
        organisation=cast.other_network,
        actor=None,
        at=BEGAN,
    )
    cohorts.enrol_trainee(
        cast.other_cohort,
        alison,
        enrolled_on=date(2026, 9, 7),
        actor=cast.outsider_lead,
        at=BEGAN,
    )
    db.session.commit()
    return f"/cohorts/{cast.cohort.id}/enrol-list"


def check(browser: Browser, cast: Cast, url: str, text: str) -> Page:
    file = (io.BytesIO(text.encode()), "list.csv")
    return browser.sign_in(cast.training_lead).submit(url, {"file": file}, status=200)


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Person, Enrolment, Invitation)
    ]


def names_in(cast: Cast) -> list[str]:
    db.session.expire_all()
    return [row.full_name for row in queries.members_of(cast.cohort.id)]


@pytest.mark.parametrize(
    ("text", "damaged"),
    [(ENCODED_TWICE, {2: "ZoÃ«", 3: "SinÃ©ad"}), (QUESTION_MARKS, {2: "????"})],
    ids=["encoded twice", "question marks"],
)
def test_damaged_letters_are_refused_row_by_row_with_how_to_save_the_file(
    browser: Browser, cast: Cast, url: str, text: str, damaged: dict[int, str]
) -> None:
    before = counts()
    page = check(browser, cast, url, text)
    for number, word in damaged.items():
        assert f"Row {number} Name Letters were damaged on the way: “{word}”" in page.text
    assert page.text.count(HOW_TO_SAVE) >= len(damaged)
    assert "Nobody was enrolled." in page.text
    assert counts() == before


def test_what_was_refused_as_damaged_is_not_enrolled_by_a_request_made_by_hand(
    browser: Browser, cast: Cast, url: str
) -> None:
    good = "Name,Email\r\nZoë Núñez,zoe.n@example.com\r\n"
    shown = check(browser, cast, url, good)
    before = counts()
    for text in (ENCODED_TWICE, QUESTION_MARKS, OF_SOMEBODY_ELSE, OF_TWENTY_YEARS_AGO):
        page = browser.submit(shown, {"rows": text}, status=409)
        assert "Alison Treharne" not in page.response.text
    assert counts() == before


def test_the_address_of_somebody_with_another_name_is_refused_until_it_is_settled(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    page = check(browser, cast, url, OF_SOMEBODY_ELSE)
    assert "One thing in the list needs correcting" in page.text
    assert "Row 2 · Nadia Junior Email" in page.text
    assert "nadia.rahmani@trust.example is the address of Nadia Rahmani" in page.text
    assert "Row 3" not in page.text
    assert counts() == before
    # Settled: the daughter has an address of her own, and everybody on the list is new.
    settled = OF_SOMEBODY_ELSE.replace("nadia.rahmani@", "nadia.junior@")
    landed = browser.submit(check(browser, cast, url, settled), follow=True)
    assert "2 trainees are enrolled" in landed.text
    assert names_in(cast) == ["Abena Osei", "Alison Small", "Kofi Boateng", "Nadia Junior"]
    assert list(faults_of_ledger()) == []


def test_the_supervisor_under_their_own_name_is_still_no_trainee_of_the_cohort(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    own_name = OF_SOMEBODY_ELSE.replace("Nadia Junior", "Nadia Rahmani")
    page = check(browser, cast, url, own_name)
    assert "Row 2 · Nadia Rahmani Email" in page.text
    assert "Nadia Rahmani supervises this cohort" in page.text
    assert counts() == before


def test_somebody_known_elsewhere_enters_as_new_and_nothing_of_them_is_shown(
    browser: Browser, cast: Cast, url: str
) -> None:
    refused = check(browser, cast, url, OF_SOMEBODY_ELSE)
    alone = "Name,Email\r\nAlison Small,alison.treharne@trust.example\r\n"
    shown = check(browser, cast, url, alone)
    nobody = check(browser, cast, url, alone.replace("alison.treharne", "alison.unheard"))
    assert shown.text.replace("alison.treharne", "alison.unheard") == nobody.text
    landed = browser.submit(shown, follow=True)
    for page in (refused, shown, landed):
        for words in ("Alison Treharne", "Hope Network"):
            assert words not in page.response.text
    assert names_in(cast) == ["Abena Osei", "Alison Small", "Kofi Boateng"]
    assert list(faults_of_ledger()) == []


def test_a_year_long_before_the_cohort_is_a_fault_that_names_its_first_day(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    page = check(browser, cast, url, OF_TWENTY_YEARS_AGO)
    assert (
        "Row 2 · Amina Odeh Start date This cohort’s first day is 7 September 2026, and 2 November 2006"
        in page.text
    )
    assert counts() == before
