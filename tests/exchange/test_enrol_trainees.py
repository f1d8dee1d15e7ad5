"""Checking a list of trainees: what it would do is shown and nothing is written."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person

GOOD = "name,email\nAmina Yusuf,amina@grace.example\nLayla H.,layla@hope.example\n"


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which a list joins the cast's cohort."""
    return f"/cohorts/{cast.cohort.id}/enrol-list"


def counts() -> tuple[int, int]:
    return (
        db.session.scalar(select(func.count(Enrolment.id))) or 0,
        db.session.scalar(select(func.count(Person.id))) or 0,
    )


def test_a_good_list_is_shown_in_full_before_anybody_is_enrolled(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": GOOD}, status=200)
    assert page.h1 == "Enrol 2 trainees?"
    assert "Amina Yusuf" in page.text
    # Whoever is known elsewhere is told from nobody who is new.
    assert "Layla Haddad" not in page.text
    assert page.text.count("Gets a link to accept") == 2
    assert counts() == before


def test_somebody_the_lead_may_see_is_shown_by_their_own_name(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(
        url, {"rows": f"name,email\nclara JAMES,{cast.community_lead.email}\n"}, status=200
    )
    assert "Known to you: Clara James" in page.text


def test_an_address_of_somebody_with_another_name_is_a_fault(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    rows = f"name,email\nClara Junior,{cast.community_lead.email}\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": rows}, status=200)
    said = f"Row 2 · Clara Junior email {cast.community_lead.email} is the address of Clara James"
    assert said in page.text
    assert "you wrote Clara Junior" in page.text
    assert counts() == before


@pytest.mark.parametrize("who", ["colleague", "supervisor"])
def test_somebody_else_under_an_address_of_the_cohort_is_told_whose_it_is(
    browser: Browser, cast: Cast, url: str, who: str
) -> None:
    known = getattr(cast, who)
    rows = f"name,email\nThomas Junior,{known.email}\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": rows}, status=200)
    said = f"Row 2 · Thomas Junior email {known.email} is the address of {known.full_name}"
    assert said in page.text
    assert "you wrote Thomas Junior" in page.text
    assert "in this cohort" not in page.text


def test_the_same_name_under_two_addresses_is_marked(
    browser: Browser, cast: Cast, url: str
) -> None:
    rows = (
        "name,email\nAmina Yusuf,amina@grace.example\namina YUSUF,a.yusuf@mail.example\n"
        "Kofi Boateng,kofi.b@mail.example\nEsi Addo,esi@mail.example\n"
    )
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": rows}, status=200)
    assert "Same name as a.yusuf@mail.example" in page.text
    assert "Same name as amina@grace.example" in page.text
    assert f"Same name as {cast.colleague.email}" in page.text
    assert page.text.count("Same name as") == 3
    assert page.text.count("If it is the same person, use that address.") == 3
    assert page.document.xpath("count(//th[contains(., 'Same name as')])") == 3


def test_every_bad_row_is_named_and_the_list_stays_to_be_corrected(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    text = (
        "name,email,enrolled_on\n"
        "Amina Yusuf,amina@grace.example,\n"
        ",nobody,\n"
        f"Kofi Boateng,{cast.colleague.email},\n"
        f"{cast.supervisor.full_name},{cast.supervisor.email},\n"
        "Late,late@grace.example,17 July 2027\n"
    )
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "5 things in the list need correcting" in page.text
    for said in (
        "Row 3 name Write their full name",
        "Row 3 email Enter an e-mail address",
        "Row 4 · Kofi Boateng email Kofi Boateng is in this cohort already",
        "Row 5 · Sam Okafor email Sam Okafor supervises this cohort",
        "Row 6 · Late enrolled_on This cohort ends on 16 July 2027",
    ):
        assert said in page.text
    assert "amina@grace.example" in page.response.text
    assert page.document.findtext(".//title").strip().startswith("Error:")
    assert counts() == before


def test_those_who_are_in_the_cohort_already_are_left_out_at_once(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = counts()
    text = (
        "Name;Email;Phone\n"
        f"Kofi Boateng;{cast.colleague.email};1\n"
        '"Yusuf; Amina";amina@grace.example;2\n'
        f"Abena Osei;{cast.trainee.email};3\n"
    )
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "2 things in the list need correcting" in page.text
    # Said above the rows too, of which there may be hundreds.
    assert page.links["Leave out the 2 who are in this cohort already"] == "#leave-out"
    assert page.document.xpath("//button[@id='leave-out']")
    shown = browser.submit(page, button="leave_out=yes", status=200)
    assert shown.h1 == "Enrol 1 trainee?"
    assert "Yusuf; Amina" in shown.text
    assert "Kofi Boateng" not in shown.text
    assert counts() == before
    assert "1 trainee is enrolled" in browser.submit(shown, follow=True).text


def test_what_else_is_wrong_stays_when_some_are_left_out(
    browser: Browser, cast: Cast, url: str
) -> None:
    text = f"name,email\nKofi Boateng,{cast.colleague.email}\nAmina Yusuf,nobody\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "Leave out the one who is in this cohort already" in page.text
    again = browser.submit(page, button="leave_out=yes", status=200)
    assert "One thing in the list needs correcting" in again.text
    assert "Row 2 · Amina Yusuf email Enter an e-mail address" in again.text
    assert "Leave out" not in again.text


def test_somebody_else_under_an_address_of_the_cohort_is_not_left_out(
    browser: Browser, cast: Cast, url: str
) -> None:
    text = f"name,email\nSomebody Else,{cast.colleague.email}\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "Leave out" not in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Name,Email\nZoÃ« NÃºÃ±ez,zoe.n@example.com\nSinÃ©ad Oâ€™Neill,sinead2@example.com\n",
            [
                "Row 2 Name Letters were damaged on the way: “ZoÃ«”",
                "Row 3 Name Letters were damaged on the way: “SinÃ©ad”",
                "save it as “CSV UTF-8”",
            ],
        ),
        (
            "Name,Email\n???? ????,amina.o@example.com\n",
            ["Row 2 Name Letters were damaged on the way: “????”", "save it as “CSV UTF-8”"],
        ),
        (
            "Name,Email,Start date\nAmina Odeh,amina.odeh@example.com,02/11/2006\n",
            [
                "Row 2 · Amina Odeh Start date This cohort’s first day is 7 September 2026",
                "and 2 November 2006 is before it",
            ],
        ),
    ],
)
def test_damaged_letters_and_a_day_long_before_the_cohort_enrol_nobody(
    browser: Browser, cast: Cast, url: str, text: str, said: list[str]
) -> None:
    before = counts()
    page = browser.sign_in(cast.training_lead).submit(
        url, {"file": (io.BytesIO(text.encode()), "list.csv")}, status=200
    )
    for sentence in said:
        assert sentence in page.text
    assert counts() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_every_usual_encoding(
    browser: Browser, cast: Cast, url: str, encoding: str
) -> None:
    text = "Name;E-mail\r\nJosé Núñez;jose@grace.example\r\n"
    page = browser.sign_in(cast.training_lead).submit(
        url, {"file": (io.BytesIO(text.encode(encoding)), "list.csv")}, status=200
    )
    assert page.h1 == "Enrol 1 trainee?"
    assert "José Núñez" in page.text


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"PK\x03\x04", "list.csv", "This is a workbook"),
        (b"name,email", "list.xlsx", "Choose a file that ends in .csv"),
        (b"", "list.csv", "Choose a file, or paste"),
        (b"name,email\n\xff,\x81", "list.csv", "needs correcting|need correcting"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(
    browser: Browser, cast: Cast, url: str, data: bytes, name: str, message: str
) -> None:
    page = browser.sign_in(cast.training_lead).submit(
        url, {"file": (io.BytesIO(data), name)}, status=200
    )
    assert any(each in page.text for each in message.split("|"))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"rows": ""}, "Choose a file, or paste"),
        ({"rows": "x" * 200_001}, "too long"),
        ({"rows": GOOD, "enrolled_on": "30 February 2026"}, "no such day"),
        ({"rows": GOOD, "enrolled_on": ""}, "Enter the day"),
        ({"rows": 'name,email\n"Amina,a@b.example'}, "quotation mark missing"),
        ({"rows": "name,email\nAmi\x00na,a@b.example"}, "hidden character"),
    ],
)
def test_answers_that_cannot_be_taken_are_shown_again(
    browser: Browser, cast: Cast, url: str, answers: dict[str, str], message: str
) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, answers, status=200)
    assert page.h1 == "Enrol a list"
    assert message in page.text


def test_more_faults_than_anybody_reads_are_cut_short(
    browser: Browser, cast: Cast, url: str
) -> None:
    text = "name,email\n" + "x,y\n" * 150
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "150 things in the list need correcting" in page.text
    assert "These are the first 100" in page.text


def test_a_column_that_is_missing_is_told_with_the_headings_that_it_may_be(
    browser: Browser, cast: Cast, url: str
) -> None:
    text = "naam,email\nAmina Yusuf,amina@grace.example\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "There is no column with this heading." in page.text
    assert "row 1 has “naam”. If one of them means it, call it “name”" in page.text


def test_columns_that_mean_nothing_are_named(browser: Browser, cast: Cast, url: str) -> None:
    text = "name,email,Phone\nAmina Yusuf,amina@grace.example,1\n"
    page = browser.sign_in(cast.training_lead).submit(url, {"rows": text}, status=200)
    assert "These columns are not used: Phone" in page.text


def test_somebody_elses_cohort_is_not_found(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, {"rows": GOOD}, status=404)
    browser.post(f"{url}/confirm", {"rows": GOOD}, status=404)
