"""What stands in ARGS reaches a program as it reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import PROJECT_FOLDER

SCRIPT = PROJECT_FOLDER / ".ci" / "arguments"
SHOW = [sys.executable, "-c", "import json, sys; print(json.dumps(sys.argv[1:]))"]


def words_of(given: str) -> list[str]:
    """Return the words that a program is given after a first one."""
    ran = subprocess.run(
        [sys.executable, SCRIPT, *SHOW, "first"],
        env={**os.environ, "ARGS": given},
        check=True,
        capture_output=True,
        text=True,
    )
    first, *rest = json.loads(ran.stdout)
    assert first == "first"
    return [str(word) for word in rest]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", []),
        ("  ", []),
        ("-x tests/journeys", ["-x", "tests/journeys"]),
        ('-k "a or b"', ["-k", "a or b"]),
        ("-k 'a or b' -x", ["-k", "a or b", "-x"]),
        (r"tests/a\ b.py", ["tests/a b.py"]),
        ('-k "say \\"so\\""', ["-k", 'say "so"']),
        ("''", [""]),
        ("-k 'a\nb'", ["-k", "a\nb"]),
        # What a shell would run, replace or look up is only itself.
        (
            "$(touch made) `touch made` ; touch made",
            ["$(touch", "made)", "`touch", "made`", ";", "touch", "made"],
        ),
        ('* ~ $HOME "$HOME" # x', ["*", "~", "$HOME", "$HOME", "#", "x"]),
    ],
)
def test_arguments_are_read_as_a_shell_reads_quotes(
    given: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words_of(given) == words
    assert list(tmp_path.iterdir()) == []


def test_a_quote_that_nobody_closes_is_said_and_nothing_is_run() -> None:
    ran = subprocess.run(
        [sys.executable, SCRIPT, *SHOW],
        env={**os.environ, "ARGS": '-k "a or b'},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == 'ARGS cannot be read (No closing quotation): -k "a or b\n'


def test_a_program_that_is_not_there_is_said() -> None:
    ran = subprocess.run(
        [sys.executable, SCRIPT, "no-such-program"], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr == "no-such-program cannot be run: No such file or directory.\n"


def project_that_shows(folder: Path) -> Path:
    """Make a project of our scripts, in which Python and uv only write down their words."""
    shutil.copytree(PROJECT_FOLDER / ".ci", folder / ".ci")
    shutil.copy(PROJECT_FOLDER / "Makefile", folder)
    programs = {
        ".ci/setup": "true",
        ".ci/chromium": "echo /bin/chromium",
        # What reads ARGS is Python too.
        ".venv/bin/python": f'[ "$1" != .ci/arguments ] || exec {sys.executable} "$@"\n'
        f'{sys.executable} .venv/show "$@"',
        "bin/uv": f'{sys.executable} .venv/show "$@"',
    }
    for name, script in programs.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
    (folder / ".venv" / "show").write_text(
        "import json, sys\nprint(json.dumps(sys.argv[1:]), file=open('shown', 'a'))\n"
    )
    return folder


@pytest.mark.parametrize("target", ["test", "mutants", "lock"])
def test_make_hands_on_arguments_as_they_read(target: str, tmp_path: Path) -> None:
    project = project_that_shows(tmp_path)
    subprocess.run(
        ["make", target, """ARGS=-k "a or b" '*' $$(touch made)"""],
        cwd=project,
        env={"PATH": f"{project}/bin:{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    shown = [json.loads(line) for line in (project / "shown").read_text().splitlines()]
    assert shown
    assert all(words[-5:] == ["-k", "a or b", "*", "$(touch", "made)"] for words in shown)
    assert not (project / "made").exists()
