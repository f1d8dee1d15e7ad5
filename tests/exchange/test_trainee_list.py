"""What a list of trainees says, row by row."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.how_often import often
from trainee_tracker.exchange import rules
from trainee_tracker.exchange.trainee_list import (
    TraineeList,
    TraineeRow,
    read_trainee_list,
    without_rows,
)
from trainee_tracker.tables.rules import rows_of

FIRST_DAY = date(2026, 9, 7)


def read(text: str) -> TraineeList:
    return read_trainee_list(text, enrolled_on=FIRST_DAY)


def faults(text: str) -> list[tuple[int, str, str]]:
    found = read(text)
    return [(fault.number, fault.column, str(fault.message)) for fault in found.faults]


def test_a_good_list_becomes_trainees() -> None:
    found = read(
        "Name;E-mail;Other name;Language;Enrolled on;Phone\r\n"
        " Amina  Yusuf ;AMINA@Grace.example;أمينة يوسف;Arabic;14/9/2026;1\r\n"
        "\r\n"
        '"O’Neill; Seán";sean@grace.example;;;;\r\n'
    )
    assert found.faults == ()
    assert found.unused == ("Phone",)
    assert found.rows == (
        TraineeRow(2, "Amina  Yusuf", "amina@grace.example", "أمينة يوسف", "ar", date(2026, 9, 14)),
        TraineeRow(4, "O’Neill; Seán", "sean@grace.example", "", "", FIRST_DAY),
    )


def test_a_name_may_stand_in_two_columns() -> None:
    found = read("First name,Surname,email\nAmina,Yusuf,a@b.example\nCher,,c@b.example")
    assert [row.full_name for row in found.rows] == ["Amina Yusuf", "Cher"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (",a@b.example,,,", "name", "Write their full name"),
        ("Amina,,,,", "email", "Write their e-mail address"),
        ("Amina,amina at b,,,", "email", "Enter an e-mail address"),
        ("Amina,a@b.example,أمينة,,", "other_language", "Write the language"),
        ("Amina,a@b.example,أمينة,Elvish,", "other_language", "Write the language"),
        ("Amina,a@b.example,,,31/02/2026", "enrolled_on", "no such day"),
        ("Amina,a@b.example,,,soon", "enrolled_on", "Enter a date"),
        ("=HYPERLINK(1),a@b.example,,,", "name", "begins like a formula"),
        ("Amina,@b.example,,,", "email", "begins like a formula"),
        ("Ami\u202ena,a@b.example,,,", "name", "hidden character"),
        ("Ami\x00na,a@b.example,,,", "name", "hidden character"),
        ("Jos\ufffd,a@b.example,,,", "name", "CSV UTF-8"),
        ("ZoÃ« NÃºÃ±ez,a@b.example,,,", "name", "Letters were damaged on the way: “ZoÃ«”"),
        ("Sinead Oâ€™Neill,a@b.example,,,", "name", "damaged on the way: “Oâ€™Neill”"),
        ("???? ????,a@b.example,,,", "name", "damaged on the way: “????”"),
        ("Amina,a@b.example,Ø£Ù…ÙŠÙ†Ø©,ar,", "other_name", "save it as “CSV UTF-8”"),
        ("Amina,a\ufffd@b.example,,,", "email", "CSV UTF-8"),
        ("Аmina,a@b.example,,,", "name", "“А” (letter 1) is Cyrillic"),
        ("Ami\U000f5a5ana,a@b.example,,,", "name", "can print U+F5A5A"),
        ("Ami\u00adna,a@b.example,,,", "name", "U+00AD. Empty the cell and type it again."),
        ("Amina,a@b.example,أمينa,ar,", "other_name", "“a” (letter 5) is Latin"),
        ('"Amina\nYusuf",a@b.example,,,', "name", "several lines"),
        (f"{'x' * 201},a@b.example,,,", "name", "too long"),
        ("Amina, Yusuf,a@b.example,,,x", "", "more cells than headings"),
    ],
)
def test_a_bad_row_is_named_with_its_column_in_plain_words(
    row: str, column: str, message: str
) -> None:
    text = f"name,email,other_name,other_language,enrolled_on\nGood,g@b.example,,,\n{row}\n"
    found = faults(text)
    assert (3, column) in [(number, where) for number, where, _ in found]
    assert any(message in said for _, _, said in found)
    assert [row.full_name for row in read(text).rows] == ["Good"]


def test_names_as_people_have_them_are_taken() -> None:
    names = ("São João", "Zoë Núñez", "Sinéad O’Neill", "JOÃO CONCEIÇÃO", "Jiří KNÍŽEK")
    rows = "".join(f"{name},{index}@b.example\n" for index, name in enumerate(names))
    found = read(f"name,email\n{rows}")
    assert found.faults == ()
    assert tuple(row.full_name for row in found.rows) == names


def test_a_question_mark_is_damage_in_a_name_only() -> None:
    assert faults("name,email,enrolled_on\nAmina,a?b@b.example,") == []


def test_joiners_that_show_nothing_are_left_out_and_others_stay() -> None:
    found = read("name,email\nRu\u200dth,r@b.example\nمی\u200cخواهم,m@b.example")
    assert [row.full_name for row in found.rows] == ["Ruth", "می\u200cخواهم"]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = faults("name,email,enrolled_on\n=x,nobody,never")
    assert [(number, column) for number, column, _ in found] == [
        (2, "name"),
        (2, "email"),
        (2, "enrolled_on"),
    ]


def test_the_same_address_twice_is_named_with_both_rows() -> None:
    found = faults("name,e-mail\nAmina,a@b.example\nBola,b@b.example\nAmina Y.,A@B.example")
    assert found == [(4, "e-mail", "This address is in row 2 too. Delete one of them.")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The list is empty"),
        (" \n ; ", "The list is empty"),
        ("Amina,a@b.example", "There is no column with this heading"),
        ("name,email\n\n", "no trainee below the headings"),
        ("name,email,mail\nA,a@b.example,", "Two columns mean the same"),
        ("name,email\n" + "A,a@b.example\n" * 501, "501 rows; send at most 500"),
        ("x" * (rules.LONGEST_LIST + 1), "in parts"),
    ],
)
def test_a_list_that_is_none_says_what_to_do(text: str, message: str) -> None:
    found = read(text)
    assert found.rows == ()
    assert any(message in str(fault.message) for fault in found.faults)


def test_five_hundred_rows_are_taken() -> None:
    found = read("name,email\n" + "".join(f"A,a{n}@b.example\n" for n in range(500)))
    assert len(found.rows) == 500
    assert found.faults == ()


def test_the_digest_is_of_what_will_be_written_and_of_nothing_else() -> None:
    one = read("name,email,phone\nAmina,a@b.example,1")
    assert one.digest == read("email;name\n\nA@b.example;Amina").digest
    assert one.digest != read("name,email\nAmina,b@b.example").digest


def test_a_language_may_be_called_as_the_page_calls_it(app: Flask) -> None:
    heading = "name,email,other_name,other_language"
    with app.app_context(), force_locale("fr"):
        for called in ("arabe", "Arabic", "AR"):
            found = read(f"{heading}\nAmina,a@b.example,أمينة,{called}")
            assert [row.other_language for row in found.rows] == ["ar"]


cells = st.text(max_size=12) | st.sampled_from(
    ["name", "email", "other_name", "enrolled_on", "a@b.example", '"', "=1", "2026-09-07", "\x00"]
)


@given(
    st.text(max_size=200)
    | st.lists(st.lists(cells, max_size=6).map(",".join), max_size=8).map("\n".join)
    | st.lists(st.lists(cells, max_size=6).map(";".join), max_size=8).map(
        lambda rows: "name;email;enrolled_on\n" + "\r\n".join(rows)
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=often(50, thorough=1000),
)
def test_no_text_at_all_breaks_the_reading(app: Flask, text: str) -> None:
    found = read(text)
    assert found.rows or found.faults
    for fault in found.faults:
        assert fault.message
    for row in found.rows:
        assert row.full_name
        assert "@" in row.email
        assert "\x00" not in row.full_name + row.email + row.other_name


def test_rows_are_left_out_by_their_numbers_and_the_others_stay_as_they_are() -> None:
    text = '\ufeffname;email\n\n"Yusuf; Amina";a@b.example\nKofi;k@b.example\n'
    left = without_rows(text, {4})
    assert [cells for _number, cells in rows_of(left)] == [
        ["name", "email"],
        ["Yusuf; Amina", "a@b.example"],
    ]
