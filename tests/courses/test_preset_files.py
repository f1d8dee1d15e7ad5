"""The presets that come with the project, and what happens to a wrong one."""

from pathlib import Path

import pytest

from trainee_tracker.accreditation.terms import MinimumMinutes, terms_from_dict, terms_to_dict
from trainee_tracker.courses.preset_files import (
    PRESETS,
    PresetError,
    load_preset,
    preset_keys,
    read_preset,
)


def minutes_asked_for(key: str) -> dict[str, int]:
    return {
        part.activity: part.minutes
        for part in load_preset(key).requirements
        if isinstance(part, MinimumMinutes)
    }


def test_the_two_steps_of_the_first_network_are_there() -> None:
    assert {"aft-foundation", "aft-intermediate"} <= set(preset_keys())
    assert list(preset_keys()) == sorted(preset_keys())


@pytest.mark.parametrize("key", preset_keys())
def test_a_preset_loads_and_survives_storing(key: str) -> None:
    preset = load_preset(key)
    assert preset.key == key
    assert terms_from_dict(terms_to_dict(preset)) == preset


def test_the_foundation_asks_for_60_taught_hours_and_no_practice() -> None:
    foundation = load_preset("aft-foundation")
    assert foundation.title == "Working with Families"
    assert minutes_asked_for("aft-foundation") == {"taught": 60 * 60}
    assert foundation.weeks == 26
    assert len(foundation.modules) == 6
    assert {part.key: part.verified for part in foundation.requirements} == {
        "taught-hours": True,
        "attendance": False,
        "modules": False,
    }
    assert not foundation.is_verified


def test_the_intermediate_asks_for_60_practice_and_10_supervision_hours() -> None:
    intermediate = load_preset("aft-intermediate")
    assert minutes_asked_for("aft-intermediate") == {
        "taught": 60 * 60,
        "practice": 60 * 60,
        "supervision": 10 * 60,
    }
    assert [need.item for need in intermediate.needs_of["practice"]] == [
        "enhanced-dbs",
        "supervision-contract",
    ]
    assert intermediate.needs_of["supervision"] == ()


def test_a_preset_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(PresetError, match=r"^hogwarts\.toml: there is no such preset.*aft-found"):
        load_preset("hogwarts")


def test_a_key_cannot_reach_outside_the_folder() -> None:
    with pytest.raises(PresetError, match="no such preset"):
        load_preset("../presets/aft-foundation")


def written(folder: Path, text: str) -> Path:
    path = folder / "aft-foundation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def original() -> str:
    return (PRESETS / "aft-foundation.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minutes = 3600", "minutes = -1", "requirements[0].minutes: -1 is not 1 or more."),
        ("minutes = 3600", "minuts = 3600", "requirements[0].minuts: is not known here."),
        ("weeks = 26", "weeks = twenty", "is not TOML: Invalid value (at line"),
        ('key = "aft-foundation"', 'key = "other"', "key: “other” is not the name of the file."),
    ],
)
def test_a_wrong_preset_is_refused_with_its_file_and_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = written(tmp_path, original().replace(old, new, 1))
    with pytest.raises(PresetError) as refused:
        read_preset(path)
    assert refused.value.file == "aft-foundation.toml"
    assert refused.value.message.startswith(message)
    assert str(refused.value).startswith("aft-foundation.toml: ")


def test_a_preset_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "aft-foundation.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(PresetError, match="cannot be read as text"):
        read_preset(path)


def test_a_preset_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PresetError, match="cannot be read as text"):
        read_preset(tmp_path / "gone.toml")
