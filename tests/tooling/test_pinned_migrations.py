"""A migration that somebody may have run never changes again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import PROJECT_FOLDER

PINS = "merged.txt"
A_NEW_ONE = "cd migrations/versions && sha256sum {name} >> ../merged.txt"


def faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the migrations in `folder` or with their pins, a sentence each."""
    lines = (folder / PINS).read_text("utf-8").splitlines()
    pins = [(name, digest) for digest, name in (line.split() for line in lines)]
    there = {each.name: each for each in (folder / "versions").glob("*.py")}
    for name in sorted(there.keys() - dict(pins).keys()):
        yield f"{name} is not pinned. When it is finished: {A_NEW_ONE.format(name=name)}"
    for number, (name, digest) in enumerate(sorted(pins), start=1):
        if not name.startswith(f"{number:04}_"):
            yield f"{name} is pinned in the place of migration {number:04}: each has one line."
        elif name not in there:
            yield f"{name} was merged and is gone: installations have run it. Put it back."
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != digest:
            yield (
                f"{name} was changed after it was merged: installations have run it as it was."
                " Put it back, and add a new migration instead."
            )


def test_every_migration_is_as_it_was_when_it_was_merged() -> None:
    assert list(faults(PROJECT_FOLDER / "migrations")) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations and their pins."""
    return Path(shutil.copytree(PROJECT_FOLDER / "migrations", tmp_path / "migrations"))


def test_one_that_was_changed_in_place_is_told_and_what_to_do_instead(folder: Path) -> None:
    first = min((folder / "versions").glob("*.py"))
    first.write_text(first.read_text("utf-8") + "\n# One more line.\n", "utf-8")
    (sentence,) = faults(folder)
    assert sentence.startswith(f"{first.name} was changed after it was merged")
    assert "add a new migration instead" in sentence


def test_a_new_one_waits_for_its_line(folder: Path) -> None:
    number = len(list((folder / "versions").glob("*.py"))) + 1
    made = folder / "versions" / f"{number:04}_more.py"
    made.write_text("revision = 'more'\n", "utf-8")
    (sentence,) = faults(folder)
    assert f"sha256sum {made.name} >> ../merged.txt" in sentence
    with (folder / PINS).open("a") as pins:
        print(hashlib.sha256(made.read_bytes()).hexdigest(), "", made.name, file=pins)
    assert list(faults(folder)) == []


def test_one_that_is_gone_is_missed(folder: Path) -> None:
    first = min((folder / "versions").glob("*.py"))
    first.unlink()
    assert list(faults(folder)) == [
        f"{first.name} was merged and is gone: installations have run it. Put it back."
    ]


def test_nothing_is_pinned_twice(folder: Path) -> None:
    lines = (folder / PINS).read_text("utf-8")
    (folder / PINS).write_text(lines + lines, "utf-8")
    assert any("each has one line" in each for each in faults(folder))
