"""`flask judge` without `--json`: the report for a person at a terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.judging.conftest import Judge
from tests.languages.unmarked import marked_out
from trainee_tracker.languages import ACCENTS, MIRROR, Language
from trainee_tracker.messages import Own, say
from trainee_tracker.spoken import ISOLATE, POP, speaker_of

LEDGER = """\
held_on,activity,minutes,attended,state
2026-03-03,practice,60,yes,
2026-03-04,practice,50,no,
2026-03-05,practice,50,no,
2026-03-06,supervision,90,yes,submitted
2026-03-10,taught,125,yes,
"""


def test_the_report_says_what_is_met_what_is_missing_and_why_minutes_do_not_count(
    judge: Judge,
) -> None:
    judged = judge("aft-intermediate", LEDGER, as_json=False)
    assert judged.status == 0
    assert judged.err == ""
    text = judged.out
    for part in (
        "Systemic Practice with Families\nCourse aft-intermediate, version sha256:",
        "Judged as of 22 November 2026.",
        "Some of its figures are unverified: no public source confirms them.",
        "Checks were not judged, because no clearances were given: Enhanced DBS check",
        "Give them with --clearances.",
        "\n  Taught hours: 2 h 5 min of 60 h, 57 h 55 min short\n",
        "\n  Practice hours: 1 h of 60 h, 59 h short\n",
        "\n  Systemic supervision: 0 min of 10 h, 10 h short; 1 h 30 min wait for sign-off\n",
        "\n  Modules passed: 0 of 6, 6 short (unverified)\n    - First meetings",
        "\nNot counted\n  1 h 40 min in 2 lines, on 4 March 2026 and 5 March 2026\n",
        "\n    Not counted: the session was missed. It still shows in the attendance\n",
        "\n  1 h 30 min in 1 line, on 6 March 2026\n    Waiting for sign-off.",
        "\nTotals\n",
        "\n  Practice with families: 1 h\n",
        "\n  Systemic supervision: 0 min; 1 h 30 min wait for sign-off\n",
        "\n  Logged 6 h 15 min: 3 h 5 min counted, 3 h 10 min not counted.\n",
    ):
        assert part in text
    assert "TOGETHER" not in text
    assert "\nMet\n  Attendance: 100 % of 90 %" in text


def test_what_is_met_stands_apart_and_everything_met_is_said(judge: Judge) -> None:
    ledger = "held_on,activity,minutes,format,role\n2026-03-03,supervision,700,,\n"
    text = judge("aft-intermediate", ledger, "item,valid_from\n", as_json=False).out
    assert "Not yet, 1 of " in text
    assert "\nMet\n  Systemic supervision: 11 h 40 min of 10 h\n\nStill to do\n" in text
    assert "Checks were not judged" not in text
    assert "Not counted" not in text


def test_everybody_has_a_part_and_what_they_did_together_stands_at_the_end(judge: Judge) -> None:
    text = judge(
        "aft-intermediate",
        "trainee,session,held_on,activity,minutes\n"
        "amina,s,2026-03-03,practice,60\nبولا,s,2026-03-03,practice,60\n",
        "item,valid_from\nenhanced-dbs,2026-01-01\nsupervision-contract,2026-01-01\n",
        as_json=False,
    ).out
    assert "\namina: not yet, 0 of " in text
    assert f"\n{ISOLATE}بولا{POP}: not yet, 0 of " in text
    assert text.endswith(
        "\nTOGETHER: 0 of 2 trainees have met everything.\n"
        "  Practice: 2 h of everybody added up, 1 h with each session counted once.\n"
    )


@pytest.mark.parametrize("language", [ACCENTS, MIRROR])
def test_the_report_is_had_in_another_language(judge: Judge, language: Language) -> None:
    own = speaker_of(language)
    told = judge(
        "aft-intermediate",
        LEDGER,
        None,
        None,
        "--forecast",
        "--deadline",
        "2027-06-30",
        "--language",
        language.tag,
        as_json=False,
    )
    assert (told.status, told.err) == (0, "")
    text = " ".join(told.out.split())
    for sentence in (
        say("Some of its figures are unverified: no public source confirms them."),
        say("Still to do"),
        say("Not counted"),
        say("If things go on as in the last 8 weeks"),
        say("All in all: not in time for {day}.", day=date(2027, 6, 30)),
        say("Totals"),
    ):
        assert " ".join(own.speak(sentence).split()) in text
    assert "Still to do" not in told.out.splitlines()


def test_nothing_in_the_report_stays_untranslated(judge: Judge) -> None:
    rows = "Amina,2026-11-03,practice,60,no,\nBola,2026-11-05,supervision,60,yes,submitted\n"
    ledger = f"trainee,held_on,activity,minutes,attended,state\n{rows}"
    told = judge(
        "aft-intermediate", ledger, None, None, "--forecast", "--language", "en-XA", as_json=False
    )
    # The title of the course is in its authors' words.
    assert marked_out(told.out).split() == ["Systemic", "Practice", "with", "Families"]
    # Neither is there a sentence inside another that was glued from untranslated ones.
    assert "Checks in date" not in told.out


def test_what_is_wrong_with_a_file_is_said_in_that_language_too(judge: Judge) -> None:
    own = speaker_of(ACCENTS)
    fault = say("This is empty, and every row needs it.")
    ledger = "held_on,activity,minutes\n2026-03-03,practice,\n"
    refused = judge("aft-intermediate", ledger, None, None, "--language", "en-XA")
    assert refused.status == 2
    assert own.speak(fault) in refused.err
    late = judge("babcp", LEDGER, None, None, "--as-of", "yesterday", "--language", "en-XA")
    assert late.status == 2
    assert own.speak(
        say("Write the date as in 2026-11-22, not “{cell}”.", cell=Own("yesterday"))
    ) in (late.err)


def test_a_language_that_nobody_has_translated_is_refused_with_those_there_are(
    judge: Judge,
) -> None:
    refused = judge("babcp", LEDGER, None, None, "--language", "tlh")
    assert refused.status == 2
    assert "There is no catalogue of tlh. There are: en" in refused.err


def test_one_reason_on_many_days_is_said_once(judge: Judge) -> None:
    rows = "".join(f"2026-03-{day:02},practice,30\n" for day in range(1, 21))
    text = judge(
        "aft-intermediate", f"held_on,activity,minutes\n{rows}", "item,valid_from\n", as_json=False
    ).out
    assert text.count("Not counted: ") == 1
    assert "10 h in 20 lines, on 1 March 2026, 2 March 2026," in text
    assert "and 8 more\n    days" in text or "and 8 more days" in text
    assert "that day" in text


def test_no_line_is_wider_than_the_terminal(judge: Judge) -> None:
    long = "x" * 150
    text = judge(
        "aft-intermediate",
        f"trainee,held_on,activity,minutes,attended\n{long},2026-03-03,practice,60,no\n"
        f"{long}y,2026-03-03,practice,60,yes\n",
        as_json=False,
    ).out
    assert max(len(line) for line in text.splitlines()) <= 80


def test_everything_met_is_said_where_no_exchange_needed_a_check(judge: Judge) -> None:
    rows = "".join(f"2026-03-{day:02},outreach,120\n" for day in range(1, 11))
    text = judge(
        "time-bank-volunteer",
        f"held_on,activity,minutes\n2026-02-01,taught,120\n{rows}",
        as_json=False,
    ).out
    assert "\nEverything is met.\n" in text
    assert "Still to do" not in text
    assert "Checks were not judged" not in text


POOLED = """\
key = "together"
title = "Together"
award = "None"

[source]
body = "A body"
where = "its handbook"
read_on = 2026-11-22
verified = true

[[activities]]
key = "practice"
title = "Practice"

[[requirements]]
kind = "minimum-minutes"
key = "clinic"
title = "Clinic hours"
activity = "practice"
minutes = 120
pooled = "person"
verified = true
"""


def test_what_is_pooled_is_said_to_be_and_what_is_verified_is_not_doubted(
    judge: Judge, tmp_path: Path
) -> None:
    course = tmp_path / "together.toml"
    course.write_text(POOLED, encoding="utf-8")
    ledger = (
        "trainee,held_on,activity,minutes\na,2026-03-03,practice,50\nb,2026-03-03,practice,60\n"
    )
    text = judge(str(course), ledger, as_json=False).out
    assert (
        text.count("\n  Clinic hours: 1 h 50 min of 2 h, 10 min short; of everybody together\n")
        == 2
    )
    assert "unverified" not in text
    assert judge(str(course), ledger).have == {"clinic": 110}


def test_what_was_reported_is_said_to_be(judge: Judge) -> None:
    results = "trainee,attendance_percent\n,85\n"
    text = judge("aft-foundation", LEDGER, None, results, as_json=False).out
    assert "85 % of 80 %; as reported (unverified)\n" in text
    alone = "held_on,activity,minutes\n2026-03-03,study,60\n"
    text = judge("aft-foundation", alone, None, results, as_json=False).out
    assert "85 % of 80 %; as reported, no class was registered" in " ".join(text.split())
    answer = judge("aft-foundation", alone, None, results).answer
    (report,) = [one["report"] for one in answer["requirements"] if "report" in one]
    assert report == {"amount": 85, "has_register": False}
