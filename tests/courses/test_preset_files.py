"""The presets that come with the project, and what happens to a course file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainee_tracker.accreditation.terms import terms_from_dict, terms_to_dict
from trainee_tracker.courses import preset_files
from trainee_tracker.courses.preset_files import (
    PRESETS,
    PresetError,
    PresetFault,
    load_preset,
    preset_keys,
    read_preset,
)
from trainee_tracker.messages import Message, Verbatim, say


@pytest.mark.parametrize("key", preset_keys())
def test_a_preset_loads_and_survives_storing(key: str) -> None:
    preset = load_preset(key)
    assert preset.key == key
    assert terms_from_dict(terms_to_dict(preset)) == preset


def test_a_preset_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(PresetError, match=r"^hogwarts\.toml: There is no such preset.*aft-found"):
        load_preset("hogwarts")


def test_a_key_cannot_reach_outside_the_folder() -> None:
    with pytest.raises(PresetError, match="no such preset"):
        load_preset("../presets/aft-foundation")


def fault(place: str, what: Message, line: int) -> PresetFault:
    """Return a fault at a place of a file."""
    return PresetFault(say("{place}: {fault}", place=Verbatim(place), fault=what), line)


def original(key: str = "babcp") -> str:
    return (PRESETS / f"{key}.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "our course.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> PresetError:
    with pytest.raises(PresetError) as error:
        read_preset(written(folder, text))
    assert error.value.file == "our course.toml"
    return error.value


def test_a_file_of_ones_own_may_have_any_name(tmp_path: Path) -> None:
    assert read_preset(written(tmp_path, original())) == load_preset("babcp")


def test_a_mark_that_an_editor_left_at_the_beginning_and_its_line_ends_do_no_harm(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + original().replace("\n", "\r\n").encode())
    assert read_preset(path) == load_preset("babcp")


def test_a_preset_of_the_project_is_called_by_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text(original(), encoding="utf-8")
    monkeypatch.setattr(preset_files, "PRESETS", tmp_path)
    line = original().splitlines().index('key = "babcp"') + 1
    with pytest.raises(PresetError) as error:
        load_preset("other")
    assert str(error.value) == (
        f"other.toml, line {line}: key: “babcp” is not the name of the file."
    )


WRONG = [
    # What stands in the file, what is put there instead, and the sentence, on that line.
    ("minutes = 27000", "minutes = -1", "requirements[0].minutes: -1 is not 1 or more."),
    ("minutes = 27000", 'minutes = "x"', "requirements[0].minutes: This is not a whole number."),
    ("minutes = 27000", "minutes = 1.5", "requirements[0].minutes: This is not a whole number."),
    ("minutes = 27000", "minutes = true", "requirements[0].minutes: This is not a whole number."),
    (
        "read_on = 2026-11-22",
        "read_on = 2026",
        "source.read_on: This is not a date such as 2026-11-22.",
    ),
    (
        "read_on = 2026-11-22",
        'read_on = "2026-02-30"',
        "source.read_on: This is not a date such as",
    ),
    ('also = ["study"]', 'also = "study"', "requirements[0].also: This is not a list."),
    ('also = ["study"]', "also = [3]", "requirements[0].also[0]: This is not a text."),
    ('also = ["study"]', 'also = ["tea"]', "requirements[0].also: “tea” is not an activity of"),
    (
        'modes = ["in-room", "online"]',
        'modes = ["in-room", "phone"]',
        "requirements[1].modes: “phone” is not one of: in-room, online, asynchronous.",
    ),
    (
        'observed = ["live", "recorded"]',
        'observed = ["seen"]',
        "requirements[6].observed: “seen” is not one of: live, recorded, reported.",
    ),
    (
        'kind = "problem-types"',
        'kind = "problems"',
        "requirements[5].kind: This is not one of: minimum",
    ),
    (
        'kind = "problem-types"',
        "kind = 5",
        "requirements[5].kind: This is not one of: minimum-minutes",
    ),
    ('kind = "cap"', 'kind = "limit"', "limits[0].kind: This is not one of: not-older-than"),
    ('kind = "double-share"', 'kind = "triple"', "credits[0].kind: This is not one of: full, half"),
    ("largest_group = 4", "largest_group = 0", "credits[0].largest_group: 0 is not 1 or more."),
    ("count = 4", "count = 0", "requirements[7].count: 0 is not 1 or more."),
    (
        'evidence = "case-study"',
        'evidence = "essay"',
        "requirements[7].evidence: “essay” is not a kind of evidence of this course.",
    ),
    ('key = "study"', 'key = "taught"', "activities[1].key: “taught” is there twice."),
    ('key = "problem-types"', 'key = "cases"', "requirements[5].key: “cases” is there twice."),
    ('key = "babcp"', 'key = "BABCP!"', "key: “BABCP!” is not a key such as aft-foundation."),
    ('title = "Training"', 'title = " "', "requirements[0].title: This is empty."),
    ("verified = true", 'verified = "yes"', "source.verified: This is neither true nor false."),
    ("award = ", "hour_minutes = 0\naward = ", "hour_minutes: 0 is not 1 or more, up to 60."),
    ("award = ", "lenght = 3\naward = ", "lenght: This is not known here. Known are: key, title,"),
    ("award = ", "modules = [3]\naward = ", "modules[0]: This is not a table of named values."),
    ("award = ", "modules = 3\naward = ", "modules: This is not a list."),
    ("award = ", "limits = twenty\naward = ", "This is not TOML: Invalid value"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_a_wrong_file_is_refused_with_its_line_and_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = original()
    line = text[: text.index(old)].count("\n") + 1
    error = refused(tmp_path, text.replace(old, new, 1))
    assert error.line == line
    assert str(error.message).startswith(message)
    assert str(error).startswith(f"our course.toml, line {line}: {message}")


def test_what_is_missing_is_refused_with_the_head_of_its_table(tmp_path: Path) -> None:
    for gone, head, message in (
        ('title = "Training"\n', "[[requirements]]", "requirements[0].title: This is missing."),
        ('body = "British', "[source]", "source.body: This is missing."),
        ('kind = "cap"\n', "[[limits]]", "limits[0]: This has no kind."),
        ('award = "Minimum', "# BABCP: minimum", "award: This is missing."),
    ):
        text = original()
        line = text[: text.index(head)].count("\n") + 1
        whole = next(each for each in text.splitlines(keepends=True) if each.startswith(gone))
        error = refused(tmp_path, text.replace(whole, "\n", 1))
        assert (error.line, str(error.message)) == (line, message)


def test_a_limit_that_does_not_say_how_much_is_refused_with_its_head(tmp_path: Path) -> None:
    text = original()
    line = text[: text.index("[[limits]]")].count("\n") + 1
    error = refused(tmp_path, text.replace('modes = ["online"]\nminutes = 2400\n', ""))
    assert str(error) == (
        f"our course.toml, line {line}: limits[0]: This gives either minutes or percent."
    )


def test_everything_that_is_wrong_is_named_from_the_top_of_the_file(tmp_path: Path) -> None:
    text = original()
    for old, new in (
        ('kind = "cap"', 'kind = "lid"'),
        ("cases = 8", "case = 8"),
        ("minutes = 27000", 'minutes = "450 h"'),
        ("read_on = 2026-11-22", "read_on = 2026"),
    ):
        text = text.replace(old, new, 1)
    error = refused(tmp_path, text)
    assert [str(fault.message).partition(": ")[0] for fault in error.faults] == [
        "source.read_on",
        "requirements[0].minutes",
        "requirements[4].cases",
        "requirements[4].case",
        "limits[0].kind",
    ]
    lines = [fault.line for fault in error.faults]
    assert lines == sorted(line for line in lines if line)
    assert str(error).count("\n") == 4
    assert all(each.startswith("our course.toml, line ") for each in str(error).splitlines())


def test_everything_that_contradicts_itself_is_named(tmp_path: Path) -> None:
    text = original().replace('supervision = "supervision"', 'supervision = "talk"')
    text = text.replace("count = 4", "count = 0")
    assert [str(fault.message) for fault in refused(tmp_path, text).faults] == [
        "requirements[4].supervision: “talk” is not an activity of this course.",
        "requirements[5].supervision: “talk” is not an activity of this course.",
        "requirements[6].supervision: “talk” is not an activity of this course.",
        "requirements[7].count: 0 is not 1 or more.",
    ]


def test_an_empty_file_lacks_everything_that_a_course_needs(tmp_path: Path) -> None:
    assert refused(tmp_path, "").faults == tuple(
        fault(name, say("This is missing."), 1)
        for name in ("key", "title", "award", "source", "activities", "requirements")
    )


def test_parts_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    faults = refused(tmp_path, "source = 3\nrequirements = [\n  3,\n  {},\n]").faults
    assert fault("source", say("This is not a table of named values."), 1) in faults
    assert fault("requirements[0]", say("This is not a table of named values."), 3) in faults
    assert fault("requirements[1]", say("This has no kind."), 4) in faults


def test_a_file_that_ends_too_early_is_refused_with_its_last_line(tmp_path: Path) -> None:
    error = refused(tmp_path, 'key = "own"\nactivities = [')
    assert error.line == 2
    assert str(error.message) == "This is not TOML: Invalid value."


def test_a_number_that_no_computer_reads_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, f"weeks = {'9' * 5000}")
    assert str(error.message).startswith("This is not TOML: Exceeds the limit")
    assert error.line is None


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b'key = "own"\ntitle = "\xff"')
    with pytest.raises(PresetError) as error:
        read_preset(path)
    assert str(error.value) == "own.toml, line 2: This file cannot be read as text in UTF-8."


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PresetError) as error:
        read_preset(tmp_path / "gone.toml")
    assert (
        str(error.value) == "gone.toml: This file cannot be read: there is no such file or folder."
    )
    assert error.value.line is None


@pytest.mark.parametrize("spoilt", ["", "[[[", "key = 1", "[[requirements]]", 'modes = ["x"', "=3"])
def test_whichever_line_is_spoilt_nothing_but_a_refusal_with_a_line_comes_out(
    tmp_path: Path, spoilt: str
) -> None:
    lines = original("california-lmft").splitlines()
    faults = [
        fault
        for number in range(len(lines))
        for fault in faults_in(tmp_path, [*lines[:number], spoilt, *lines[number + 1 :]])
    ]
    assert len(faults) > len(lines) // 3
    assert all(1 <= (fault.line or 0) <= len(lines) for fault in faults)


def faults_in(folder: Path, lines: list[str]) -> tuple[PresetFault, ...]:
    """Return what is wrong in a file, if anything; any other exception would fail the test."""
    try:
        read_preset(written(folder, "\n".join(lines)))
    except PresetError as error:
        return error.faults
    return ()
