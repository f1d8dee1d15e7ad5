"""`flask judge`: what it answers, what it refuses, and that it needs no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import PROJECT_FOLDER
from tests.judging.conftest import NO_DATABASE, Judge
from trainee_tracker.courses.preset_files import PRESETS, load_preset
from trainee_tracker.judging.rules import digest_of_terms

INTERMEDIATE = "aft-intermediate"
LEDGER = """\
entry,held_on,activity,minutes,attended
late,2026-05-04,practice,60,
early,2026-03-03,practice,50,no
class,2026-03-10,taught,120,
"""
TWO = """\
trainee,session,held_on,activity,minutes,role
amina,clinic,2026-03-03,practice,60,lead
bola,clinic,2026-03-03,practice,50,reflecting-team
bola,,2026-03-04,supervision,30,
"""
BOTH_CHECKS = "item,valid_from\nenhanced-dbs,2026-01-01\nsupervision-contract,2026-01-01\n"
NO_CHECKS = "item,valid_from,valid_to\n"


def test_the_answer_has_just_the_parts_that_are_promised(judge: Judge) -> None:
    judged = judge(INTERMEDIATE, LEDGER, BOTH_CHECKS)
    assert judged.err == ""
    answer = judged.answer
    version = digest_of_terms(load_preset(INTERMEDIATE))
    assert version.startswith("sha256:")
    assert len(version) == len("sha256:") + 12
    requirements = answer.pop("requirements")
    assert answer == {
        "course": INTERMEDIATE,
        "version": version,
        "as_of": "2026-11-22",
        "met": False,
        "lines": [
            {
                "entry": "late",
                "trainee": "trainee",
                "minutes": 60,
                "counted_minutes": 60,
                "reason": None,
            },
            {
                "entry": "early",
                "trainee": "trainee",
                "minutes": 50,
                "counted_minutes": 0,
                "reason": "Not counted: the session was missed. It still shows in the attendance "
                "figures. If it did take place, have the entry corrected.",
            },
            {
                "entry": "class",
                "trainee": "trainee",
                "minutes": 120,
                "counted_minutes": 120,
                "reason": None,
            },
        ],
        "pooled": {"person_minutes": 60, "session_minutes": 60},
    }
    assert requirements[0] == {
        "key": "taught-hours",
        "title": "Taught hours",
        "met": False,
        "have": 120,
        "need": 3600,
        "short": 3480,
        "unit": "minutes",
    }
    assert [one["key"] for one in requirements] == [
        one.key for one in load_preset(INTERMEDIATE).requirements
    ]
    assert {one["unit"] for one in requirements} <= {"minutes", "count", "percent"}


def test_everything_met_is_said_and_ends_with_0_as_well(judge: Judge) -> None:
    ledger = "held_on,activity,minutes\n" + "".join(
        f"2026-0{month}-{day:02},taught,600\n2026-0{month}-{day:02},study,600\n"
        for month in (1, 2, 3)
        for day in range(1, 5)
    )
    results = "module,passed_on\n" + "".join(
        f"{module.key},2026-04-01\n" for module in load_preset("aft-foundation").modules
    )
    judged = judge("aft-foundation", ledger, None, results)
    assert judged.status == 0
    assert judged.answer["met"] is True
    assert {one["short"] for one in judged.answer["requirements"]} == {0}
    before = judge("aft-foundation", ledger, None, results, "--as-of", "2026-02-02")
    assert before.status == 0
    assert before.answer["met"] is False
    assert before.answer["as_of"] == "2026-02-02"
    assert before.answer["requirements"][0]["have"] == 6 * 600


def test_with_several_trainees_everyone_stands_for_themselves(judge: Judge) -> None:
    judged = judge(INTERMEDIATE, TWO, BOTH_CHECKS)
    trainees = judged.answer["trainees"]
    assert list(trainees) == ["amina", "bola"]
    assert [sorted(own) for own in trainees.values()] == [["met", "requirements"]] * 2
    have = {
        name: {one["key"]: one["have"] for one in own["requirements"]}
        for name, own in trainees.items()
    }
    assert have["amina"]["practice-hours"] == 60
    assert have["bola"]["practice-hours"] == 50
    # On top stands whoever has least of each.
    assert judged.have["practice-hours"] == 50
    assert judged.have["supervision-hours"] == 0
    assert judged.answer["pooled"] == {"person_minutes": 110, "session_minutes": 60}


def test_all_are_met_only_when_everybody_has_met_everything(judge: Judge) -> None:
    ledger = "trainee,held_on,activity,minutes\n" + "".join(
        f"{name},2026-01-{day:02},taught,{minutes}\n{name},2026-01-{day:02},study,800\n"
        for name, minutes in (("amina", 400), ("bola", 399))
        for day in range(1, 10)
    )
    results = "module,passed_on\n" + "".join(
        f"{module.key},2026-04-01\n" for module in load_preset("aft-foundation").modules
    )
    answer = judge("aft-foundation", ledger, None, results).answer
    assert answer["met"] is False
    assert {name: own["met"] for name, own in answer["trainees"].items()} == {
        "amina": True,
        "bola": False,
    }
    assert answer["requirements"][0]["short"] == 9


def test_without_clearances_no_line_is_refused_for_one_and_nobody_has_met_everything(
    judge: Judge,
) -> None:
    judged = judge(INTERMEDIATE, LEDGER)
    assert judged.counted["late"] == 60
    assert judged.answer["requirements"][-1] == {
        "key": "checks",
        "title": "Checks in date on the days of practice",
        "met": False,
        "have": 0,
        "need": 2,
        "short": 2,
        "unit": "count",
    }
    assert "Checks were not judged, because no clearances were given" in judged.err
    assert judged.answer["version"] == judge(INTERMEDIATE, LEDGER, NO_CHECKS).answer["version"]


def test_with_clearances_and_be_there_none_every_line_needs_its_checks(judge: Judge) -> None:
    judged = judge(INTERMEDIATE, LEDGER, NO_CHECKS)
    assert judged.err == ""
    assert judged.counted == {"late": 0, "early": 0, "class": 120}
    assert "checks" not in judged.have
    reason = judged.reasons["late"]
    assert reason is not None
    assert "DBS" in reason


def test_where_no_line_needs_a_check_none_is_missed(judge: Judge) -> None:
    taught = "held_on,activity,minutes\n2026-03-03,taught,60\n"
    for course, ledger in (("bacp-individual", LEDGER), (INTERMEDIATE, taught)):
        judged = judge(course, ledger)
        assert judged.err == ""
        assert "checks" not in judged.have
        assert judged.answer == judge(course, ledger, NO_CHECKS).answer


def test_only_the_checks_that_lines_need_are_missed(judge: Judge) -> None:
    visit = "held_on,activity,minutes\n2026-03-03,{activity},60\n"
    driving = judge("time-bank-volunteer", visit.format(activity="driving"))
    assert driving.have["checks"] == 0
    assert "checks" not in judge("time-bank-volunteer", visit.format(activity="outreach")).have


def test_a_course_may_have_a_requirement_called_checks(judge: Judge, tmp_path: Path) -> None:
    text = (PRESETS / "aft-intermediate.toml").read_text(encoding="utf-8")
    own = tmp_path / "my-own-name.toml"
    own.write_text(text.replace('key = "modules"', 'key = "checks"'), encoding="utf-8")
    assert list(judge(str(own), LEDGER).have)[-2:] == ["checks", "checks-not-judged"]


def test_prior_learning_is_among_the_lines(judge: Judge, tmp_path: Path) -> None:
    text = (PRESETS / "aft-foundation.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    limit = '[[limits]]\nkind = "prior-learning"\nkey = "apel"\ntitle = "Prior learning"\n'
    own.write_text(text + f'\n{limit}activity = "taught"\nminutes = 600\n', encoding="utf-8")
    judged = judge(
        str(own),
        "held_on,activity,minutes\n2026-03-03,taught,60\n",
        None,
        "prior_activity,prior_minutes,granted_on\ntaught,900,2026-01-01\n",
    )
    assert judged.counted == {"1": 60, "prior-1": 600}
    assert judged.have["taught-hours"] == 660


def test_whom_the_ledger_does_not_name_is_left_out_and_said(judge: Judge) -> None:
    judged = judge(INTERMEDIATE, TWO, "item,valid_from,trainee\nenhanced-dbs,2026-01-01,cara\n")
    assert judged.err.endswith("clearances.csv: left out whom the ledger does not name: cara\n")
    assert list(judged.answer["trainees"]) == ["amina", "bola"]


def test_every_fault_of_every_file_is_named_and_nothing_is_judged(
    judge: Judge, tmp_path: Path
) -> None:
    judged = judge(
        INTERMEDIATE,
        "held_on,activity,minutes\n2026-03-03,practice,60\n\nsoon,cooking,-1\n",
        "item,valid_from,trainee\ncooking,2026-01-01,amina\n",
        "module\ngenograms\n",
    )
    assert judged.status == 2
    assert judged.out == ""
    begins = [
        f"{tmp_path}/{place}: "
        for place in (
            "ledger.csv, row 4, column held_on",
            "ledger.csv, row 4, column activity",
            "ledger.csv, row 4, column minutes",
            "clearances.csv, row 2, column item",
            "results.csv, row 2, column module",
            "results.csv, row 2, column module",
        )
    ]
    lines = judged.err.splitlines()
    assert len(lines) == len(begins)
    assert all(line.startswith(begin) for line, begin in zip(lines, begins, strict=True))


@pytest.mark.parametrize(
    ("ledger", "message"),
    [
        (b"", "ledger.csv: The list is empty"),
        (b"\xff\xfeh\x00e\x00", "ledger.csv: is not text in UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ledger.csv: is a workbook. In a spreadsheet, save it"),
        (b"\x00" * 1000, "ledger.csv, row 1: Row 1 has a heading that cannot be read"),
        (b"held_on,activity,minutes\n2026-03-03,practice,1000000000\n", "column minutes"),
        (b"held_on,activity,minutes\n0000-03-03,practice,60\n", "column held_on"),
        (b"held_on,activity,minutes\n2026-03-03,\x00practice,60\n", "hidden character"),
        (b'held_on,activity,minutes\n2026-03-03,practice,"60\n', "quotation mark missing"),
        (b'held_on,activity,minutes\n2026-03-03,=cmd|"/C calc",60\n', "column activity"),
        (b"held_on,activity,minutes\n2026-03-03,practice,+60\n", "column minutes"),
        (b"minutes\n" + b"9" * 200_000, "row 2"),
    ],
)
def test_a_hostile_file_is_refused_in_words(judge: Judge, ledger: bytes, message: str) -> None:
    judged = judge(INTERMEDIATE, ledger)
    assert judged.status == 2
    assert judged.out == ""
    assert message in judged.err
    assert "\x00" not in judged.err
    assert "Traceback" not in judged.err


def test_words_that_begin_like_a_formula_are_words(judge: Judge) -> None:
    ledger = "entry,held_on,activity,minutes,site\n=1+1,2026-03-03,taught,60,@home\n"
    assert judge(INTERMEDIATE, ledger).counted == {"=1+1": 60}


def test_files_that_cannot_be_read_are_all_named(judge: Judge, tmp_path: Path) -> None:
    missing, folder = tmp_path / "none.csv", tmp_path
    judged = judge(
        INTERMEDIATE, LEDGER, None, None, "--clearances", str(missing), "--results", str(folder)
    )
    assert judged.status == 2
    assert judged.out == ""
    assert judged.err.splitlines() == [
        f"{missing}: cannot be read: there is no such file or folder.",
        f"{folder}: cannot be read: it is a folder.",
    ]


@pytest.mark.parametrize(
    ("course", "message"),
    [
        ("no-such-preset", "There are: aft-foundation"),
        ("no/such/file.toml", "cannot be read"),
        (".", "There are: aft-foundation"),
    ],
)
def test_a_course_that_is_not_there_is_refused(judge: Judge, course: str, message: str) -> None:
    judged = judge(course, LEDGER)
    assert judged.status == 2
    assert judged.out == ""
    assert message in judged.err


def test_a_course_file_that_is_wrong_is_refused_with_its_line(judge: Judge, tmp_path: Path) -> None:
    text = (PRESETS / "aft-intermediate.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("minutes = 600", 'minutes = "many"'), encoding="utf-8")
    judged = judge(str(own), LEDGER)
    line = next(
        number for number, said in enumerate(own.read_text().splitlines(), 1) if "many" in said
    )
    assert judged.status == 2
    assert f"own.toml, line {line}: requirements[3].minutes" in judged.err


@pytest.mark.parametrize("day", ["22/11/2026", "2026-02-30", "0001-01-01", "tomorrow", ""])
def test_a_day_that_cannot_be_read_is_refused(judge: Judge, day: str) -> None:
    judged = judge(INTERMEDIATE, LEDGER, None, None, "--as-of", day)
    assert judged.status == 2
    assert judged.out == ""
    assert "--as-of" in judged.err


def test_a_hundred_thousand_lines_are_judged(judge: Judge) -> None:
    rows = "2026-03-03,taught,60\n" * 100_000
    judged = judge("aft-foundation", f"held_on,activity,minutes\n{rows}")
    assert judged.have["taught-hours"] == 6_000_000


def test_the_real_command_runs_with_an_unusable_database_and_no_other_setting(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "hours.csv"
    ledger.write_text("held_on,activity,minutes\n2026-03-03,taught,60\n", encoding="utf-8")
    words = ["judge", "--course", "aft-foundation", "--ledger", str(ledger), "--json"]
    environment = {"DATABASE_URL": NO_DATABASE, "PATH": os.defpath}
    ran = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=PROJECT_FOLDER,
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == b""
    assert json.loads(ran.stdout)["lines"][0]["counted_minutes"] == 60
