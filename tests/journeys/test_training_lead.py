"""A training lead: from an empty course to an award that hangs on a wall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.achievements import finish
from tests.cast import EMAILS, PASSWORD
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import Visitor, behind_the_scenes
from trainee_tracker import mail

COHORT = "Foundation, autumn 2026"
LIST_WITH_A_SLIP = "name,email\nJoseph Adeyemi,joseph@grace.example\nRuth Bello,ruth.grace.example"


@pytest.mark.browser
def test_a_training_lead_runs_a_cohort_and_issues_an_award(open_window: OpenWindow) -> None:
    ruth = open_window()
    ruth.sign_in(EMAILS["training_lead"]).sees_title("What needs you now")
    open_course(ruth)
    open_cohort(ruth)
    plan_teaching(ruth)
    approve_supervisor(ruth)
    enrol_one(ruth)
    enrol_a_list(ruth)
    newcomer_reads_her_letter(open_window(width=390))
    take_register_on_a_phone(ruth)
    record_results(ruth)
    see_who_is_not_eligible(ruth)
    issue_award(ruth)


def open_course(ruth: Visitor) -> None:
    ruth.follow("Courses").follow("Open a course").sees("Foundation in Systemic Family Practice")
    ruth.follow("Choose “Working with Families”")
    ruth.fill("What do you call this course?", "Foundation in Grace")
    ruth.press("Open the course").sees("This is a draft.")
    ruth.follow("Publish this draft").press("Publish version 1").sees("Version 1")


def open_cohort(ruth: Visitor) -> None:
    ruth.follow("Open a cohort")
    ruth.select("Which course do they follow?", "Foundation in Grace, version 1")
    ruth.fill("What do you call this cohort?", COHORT)
    ruth.fill("First day", "2026-09-07").fill("Last day", "2026-09-01")
    ruth.page.get_by_label("Grace Hall").check()
    ruth.press("Open the cohort", status=409).sees("There is a problem")
    ruth.fill("Last day", "2027-04-30").press("Open the cohort").sees_title(COHORT)
    ruth.sees("Nobody is enrolled yet", "No supervisor is approved yet")


def plan_teaching(ruth: Visitor) -> None:
    ruth.follow("Plan the teaching")
    ruth.choose("How often?", "Every week").select("Where?", "Grace Hall")
    ruth.fill("Days without a class", "26 October 2026")
    ruth.press("Look at the classes").sees("Nothing is saved yet.", "Monday 7 September 2026")
    expect(ruth.row("26 October 2026")).to_have_count(0)
    ruth.press("Save the classes").sees("26 classes are in the timetable.")


def approve_supervisor(ruth: Visitor) -> None:
    ruth.follow("Approve a supervisor")
    expect(ruth.field("Their full name")).to_be_visible()
    ruth.select("Somebody known here", "Sam Okafor")
    expect(ruth.field("Their full name")).to_be_hidden()
    ruth.inspect("somebody known")
    ruth.fill("Your password", PASSWORD)
    ruth.press("Approve").sees("Sam Okafor may now sign off")


def enrol_one(ruth: Visitor) -> None:
    ruth.follow("Enrol a trainee")
    ruth.fill("Full name", "Maryam Siddiqui").fill("E-mail address", "maryam@grace.example")
    ruth.fill("Their name in another script", "مريم صديقي")
    ruth.page.locator("[name=enrolled_on]").fill("2026-09-07")
    ruth.press("Enrol the trainee").sees("There is a problem", "Choose the language")
    ruth.select("The language of that name", "Arabic").press("Enrol the trainee")
    ruth.sees("Maryam Siddiqui is enrolled.", "مريم صديقي")


def enrol_a_list(ruth: Visitor) -> None:
    ruth.follow("Enrol a list")
    ruth.page.locator("[name=enrolled_on]").fill("2026-09-07")
    ruth.fill("Or paste the rows, with their headings", LIST_WITH_A_SLIP).press("Check the list")
    ruth.sees("One thing in the list needs correcting", "Nobody was enrolled.")
    expect(ruth.row("Row 3")).to_contain_text("email")
    corrected = LIST_WITH_A_SLIP.replace("ruth.grace", "ruth.bello@grace")
    ruth.fill("Or paste the rows, with their headings", corrected).press("Check the list")
    ruth.sees_title("Enrol 2 trainees?").press("Enrol all 2 trainees")
    ruth.sees("2 trainees are enrolled.", "Joseph Adeyemi", "Ruth Bello")


def newcomer_reads_her_letter(maryam: Visitor) -> None:
    letter = next(each for each in mail.newest(3) if "Maryam" in each.to)
    maryam.open(letter.links[0]).sees("Welcome, Maryam Siddiqui.")
    maryam.fill("Choose a password", PASSWORD).press("Accept and sign in")
    maryam.sees_title("Your progress").sees("0 min of 60 h")


def take_register_on_a_phone(ruth: Visitor) -> None:
    ruth.use_screen(390)
    ruth.follow("16 November 2026, 18:30").sees_title("Register of 16 November 2026")
    late = ruth.page.get_by_label("Minutes late, Joseph Adeyemi")
    expect(late).to_be_hidden()
    ruth.row("Joseph Adeyemi").get_by_label("Late", exact=True).check()
    ruth.row("Ruth Bello").get_by_label("Absent", exact=True).check()
    expect(late).to_be_visible()
    ruth.press("Save the register").sees("Enter how many minutes late they came")
    late.fill("20")
    ruth.press("Save the register").sees("The register is saved.")
    expect(ruth.row("16 November 2026, 18:30")).to_contain_text("2 of 3 came")
    ruth.use_screen(1280)


def record_results(ruth: Visitor) -> None:
    ruth.follow("Families as systems").sees("Who has passed this module?")
    ruth.row("Maryam Siddiqui").get_by_label("Passed", exact=True).check()
    ruth.row("Joseph Adeyemi").get_by_label("Not yet", exact=True).check()
    ruth.press("Save the results")
    expect(ruth.row("Families as systems")).to_contain_text("1 of 3")


def see_who_is_not_eligible(ruth: Visitor) -> None:
    ruth.follow("Where everyone stands").sees_title(COHORT).sees(
        "Trainees who met everything", "0 of 3"
    )
    expect(ruth.row("Joseph Adeyemi")).to_contain_text("2 h 10 min")
    ruth.follow("Issue awards").sees("Nobody is waiting for the award")
    expect(ruth.row("Maryam Siddiqui")).to_contain_text("57 h 30 min")


def issue_award(ruth: Visitor) -> None:
    with behind_the_scenes() as cast:
        finish(cast, cast.enrolment)
    ruth.follow("Home").follow("Grace Network 2026").sees("1 of 2")
    ruth.follow("Issue awards")
    expect(ruth.page.get_by_label("Abena Osei")).to_be_checked()
    expect(ruth.row("Kofi Boateng")).to_contain_text("Not yet")
    ruth.fill("Your password", "four quiet rivers ran").press("Sign and issue", status=403)
    ruth.sees("There is a problem", "That is not your password")
    ruth.fill("Your password", PASSWORD).press("Sign and issue").sees("1 award was issued.")
    ruth.follow("See the certificates").follow("Abena Osei")
    ruth.sees("Intermediate in Systemic Family Practice", "Valid")
    assert ruth.download("Download").startswith(b"%PDF-")
