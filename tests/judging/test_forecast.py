"""What `flask judge` says of the days on which everything would be met."""

from __future__ import annotations

from tests.judging.conftest import Judge
from trainee_tracker.courses.preset_files import load_preset

FOUNDATION = "aft-foundation"
BUSY = """\
held_on,activity,minutes
2026-10-05,taught,600
2026-10-12,taught,600
2026-11-02,taught,600
2026-11-16,taught,300
"""
DONE = "held_on,activity,minutes\n" + "".join(
    f"2026-0{month}-{day:02},taught,600\n2026-0{month}-{day:02},study,600\n"
    for month in (1, 2, 3)
    for day in range(1, 5)
)
RESULTS = "module,passed_on\n" + "".join(
    f"{module.key},2026-04-01\n" for module in load_preset(FOUNDATION).modules
)


def test_without_the_option_nothing_is_forecast(judge: Judge) -> None:
    assert "forecast" not in judge(FOUNDATION, BUSY).answer
    assert "If things go on" not in judge(FOUNDATION, BUSY, as_json=False).out


def test_a_forecast_says_when_each_requirement_is_met_and_which_decides(judge: Judge) -> None:
    judged = judge(FOUNDATION, BUSY, None, None, "--deadline", "2027-06-30")
    whole = judged.answer["forecast"]["trainee"]
    assert {name: whole[name] for name in ("on", "deadline", "in_time", "deciding")} == {
        "on": None,
        "deadline": "2027-06-30",
        "in_time": False,
        "deciding": "study-hours",
    }
    assert whole["requirements"][:2] == [
        {
            "key": "taught-hours",
            "outlook": "expected",
            "on": "2026-12-27",
            "per_week": 300,
            "needed_per_week": 48,
        },
        {
            "key": "study-hours",
            "outlook": "standing-still",
            "on": None,
            "per_week": 0,
            "needed_per_week": 230,
        },
    ]
    assert [one["outlook"] for one in whole["requirements"][2:]] == ["met", "by-decision"]


def test_a_forecast_needs_no_deadline(judge: Judge) -> None:
    whole = judge(FOUNDATION, BUSY, None, None, "--forecast").answer["forecast"]["trainee"]
    assert (whole["deadline"], whole["in_time"]) == (None, None)


def test_the_report_tells_the_forecast_below_the_totals(judge: Judge) -> None:
    options = ("--deadline", "2027-06-30")
    text = judge(FOUNDATION, BUSY, None, None, *options, as_json=False).out
    for part in (
        "\nIf things go on as in the last 8 weeks\n",
        "\n  Taught hours: by about 27 December 2026, at 5 h a week\n",
        "would be in time (this decides)\n",
        "\n  Modules passed: depends on what is accepted or decided, not on a pace\n",
        "\n  All in all: not in time for 30 June 2027.\n",
    ):
        assert part in text
    assert "All in all" not in judge(FOUNDATION, BUSY, None, None, "--forecast", as_json=False).out


def test_who_has_met_everything_has_nothing_ahead(judge: Judge) -> None:
    judged = judge(FOUNDATION, DONE, None, RESULTS, "--forecast", as_json=False)
    assert "Everything is met." in judged.out
    assert "If things go on" not in judged.out
    whole = judge(FOUNDATION, DONE, None, RESULTS, "--deadline", "2027-06-30").answer["forecast"]
    assert whole["trainee"]["in_time"] is True


def test_everybody_has_a_forecast_of_their_own(judge: Judge) -> None:
    rows = BUSY.splitlines()[1:]
    ledger = "held_on,activity,minutes,trainee\n" + "".join(
        f"{row},{'amina' if number < 3 else 'bola'}\n" for number, row in enumerate(rows)
    )
    options = ("--forecast",)
    whole = judge(FOUNDATION, ledger, None, None, *options).answer["forecast"]
    paces = {name: one["requirements"][0]["per_week"] for name, one in whole.items()}
    assert list(paces) == ["amina", "bola"]
    assert paces["amina"] > paces["bola"] > 0
    text = judge(FOUNDATION, ledger, None, None, *options, as_json=False).out
    assert text.count("If things go on as in the last 8 weeks") == 2
