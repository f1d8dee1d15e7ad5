"""Tests run in another order each time, and a seed gives an order again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config import PROJECT_FOLDER

MANY = "import pytest\n@pytest.mark.parametrize('number', range(20))\ndef test_of(number): pass\n"


def run(folder: Path, *words: str) -> list[str]:
    """Return what pytest prints about twenty tests in a folder, by our own configuration."""
    (folder / "test_many.py").write_text(MANY)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        f"--rootdir={folder}",
    ]
    # What an outer pytest has said to its workers is not for these.
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    ran = subprocess.run(
        [*command, "-c", PROJECT_FOLDER / "pyproject.toml", *words, folder],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.splitlines()


def test_a_seed_gives_its_own_order_every_time(tmp_path: Path) -> None:
    first, again = (
        [line for line in run(tmp_path, "-n", "0", "--randomly-seed=1") if "::" in line]
        for _ in range(2)
    )
    assert len(first) == 20
    assert first == again
    # As they stand in the file, their numbers would only grow.
    numbers = [int(line.partition("[")[2].partition("]")[0]) for line in first]
    assert numbers != sorted(numbers)


def test_workers_share_one_seed_which_is_printed(tmp_path: Path) -> None:
    # Workers that had collected in different orders would refuse to begin.
    lines = run(tmp_path, "-n", "2", "--dist", "worksteal")
    assert len([line for line in lines if line.startswith("Using --randomly-seed=")]) == 1
    assert "20 passed" in lines[-1]
