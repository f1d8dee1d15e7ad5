"""`.ci/setup test` starts what the tests drive, installs what is missing, and then remembers."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import PROJECT_FOLDER

OF_THE_SYSTEM = (
    "bash",
    "cat",
    "cut",
    "dirname",
    "env",
    "grep",
    "head",
    "mktemp",
    "rm",
    "sed",
    "sh",
    "sha256sum",
    "sort",
    "stat",
    "tail",
    "timeout",
    "touch",
    "xargs",
)
"""What the scripts themselves need of the machine, and nothing that the tests drive."""

PDF_TOOLS = ("pdftotext", "pdfinfo", "pdffonts", "pdftoppm", "qpdf")
DRIVEN = (*PDF_TOOLS, "redis-server", "chromium")
LACKS_A_LIBRARY = (
    'echo "$0: error while loading shared libraries: {}: cannot open it" >&2\nexit 127'
)
DEBIANS_NOTES = Path("/var/lib/dpkg/status")


class Machine:
    """A made-up machine: a project of our scripts, and the programs that its PATH finds."""

    def __init__(self, folder: Path) -> None:
        """Put everything there that the tests drive."""
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.said = ""
        for name in OF_THE_SYSTEM:
            (self.programs / name).symlink_to(shutil.which(name) or name)
        shutil.copytree(PROJECT_FOLDER / ".ci", folder / ".ci")
        for name in DRIVEN:
            self.put(f"bin/{name}", f"echo {name} >>{folder}/started")
        self.put(".venv/bin/playwright", f"echo playwright >>{folder}/started")
        # The faces of papers are cut already: nothing is printed here.
        faces = folder / "trainee_tracker" / "certificates" / "paper" / "faces.py"
        faces.parent.mkdir(parents=True)
        faces.touch()
        for package in faces.relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
        # As it stands once Python's part is done.
        self.put(".venv/bin/python", f'exec {sys.executable} "$@"')
        (folder / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        lock = folder / "requirements-dev.lock"
        lock.write_text("")
        sum_of_lock = hashlib.sha256(lock.read_bytes()).hexdigest()
        (folder / ".venv" / "locked-dev").write_text(sum_of_lock)
        # As root, so that nobody's sudo is asked; what apt-get is told to install is written down.
        self.put("bin/id", "echo 0")
        self.put("bin/apt-get", f'echo "$@" >>{folder}/apt')

    def put(self, name: str, script: str) -> None:
        """Write a program that a shell runs."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def run(self, *command: str, **environment: str) -> tuple[int, list[str]]:
        """Return the status of a script and the lines it prints; `said` is what it complains of."""
        ran = subprocess.run(
            [self.folder / command[0], *command[1:]],
            env={"PATH": str(self.programs), "HOME": str(self.folder), **environment},
            check=False,
            capture_output=True,
            text=True,
        )
        self.said = ran.stderr
        return ran.returncode, ran.stdout.splitlines()

    def lines(self, name: str) -> list[str]:
        """Return the lines that programs have left in a file, none where there is no file."""
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []

    def installed(self) -> list[str]:
        """Return what apt-get was told to install for the tests, in the order it was told."""
        words = [line.split() for line in self.lines("apt") if line.startswith("install")]
        return [
            word
            for line in words
            for word in line[1:]
            # The fonts and libraries of PDFs are the business of another part, on some machines.
            if not word.startswith(("-", "fonts-", "libpango", "libharfbuzz"))
        ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which everything starts."""
    return Machine(tmp_path)


def test_where_everything_starts_nothing_is_said(machine: Machine) -> None:
    assert machine.run(".ci/driven") == (0, [])
    assert machine.said == ""
    assert sorted(machine.lines("started")) == sorted([*DRIVEN, "playwright"])


@pytest.mark.parametrize(
    ("program", "script", "packages", "sentence"),
    [
        (
            ".venv/bin/playwright",
            LACKS_A_LIBRARY.format("libatomic.so.1"),
            ["libatomic1"],
            "(.venv/bin/playwright) does not start: the library libatomic.so.1 is missing.",
        ),
        (
            "bin/chromium",
            LACKS_A_LIBRARY.format("libnss3.so"),
            [],
            "does not start: the library libnss3.so is missing.",
        ),
        (
            "bin/qpdf",
            "echo Cannot; echo 'No room.'; echo; exit 3",
            [],
            "qpdf (qpdf) does not start. It says: No room.",
        ),
        ("bin/pdfinfo", "exit 1", [], "pdfinfo (pdfinfo) does not start. It says: nothing"),
    ],
)
def test_what_does_not_start_is_named_with_what_it_lacks(
    program: str, script: str, packages: list[str], sentence: str, machine: Machine
) -> None:
    machine.put(program, script)
    assert machine.run(".ci/driven") == (1, packages)
    assert machine.said.endswith(f"{sentence}\n")
    assert len(machine.said.splitlines()) == 1


def test_what_is_not_there_is_named_with_its_package(machine: Machine) -> None:
    for name in DRIVEN:
        (machine.programs / name).unlink()
    status, packages = machine.run(".ci/driven")
    assert (status, sorted(set(packages))) == (
        1,
        ["chromium", "poppler-utils", "qpdf", "redis-server"],
    )
    assert "Chromium is not installed.\n" in machine.said
    assert "qpdf is not installed.\n" in machine.said


def test_the_server_of_postgresql_is_started_only_where_it_is_driven(machine: Machine) -> None:
    # The folder of Debian's package may be there, so the script that looks for it is replaced.
    machine.put(".ci/postgresql", f"echo {machine.programs}")
    machine.put("bin/initdb", LACKS_A_LIBRARY.format("libpq.so.5"))
    machine.put("bin/postgres", "true")
    assert machine.run(".ci/driven", DATABASE="sqlite") == (0, [])
    assert machine.run(".ci/driven", DATABASE="postgresql") == (1, [])
    assert "PostgreSQL's initdb" in machine.said


def test_a_missing_library_is_installed_and_the_next_one_too(machine: Machine) -> None:
    first, second = (f"{machine.folder}/{name}" for name in ("libatomic1", "libstdc++6"))
    machine.put(
        ".venv/bin/playwright",
        f"[ -e {first} ] || {{ {LACKS_A_LIBRARY.format('libatomic.so.1')}; }}\n"
        f"[ -e {second} ] || {{ {LACKS_A_LIBRARY.format('libstdc++.so.6')}; }}",
    )
    machine.put(
        "bin/apt-get",
        f'echo "$@" >>{machine.folder}/apt\n'
        f'case "$*" in *libatomic1*) touch {first} ;; *libstdc++6*) touch {second} ;; esac',
    )
    assert machine.run(".ci/setup", "test")[0] == 0, machine.said
    assert machine.installed() == ["libatomic1", "libstdc++6"]


def test_what_apt_cannot_mend_stops_with_a_sentence(machine: Machine) -> None:
    machine.put(".venv/bin/playwright", LACKS_A_LIBRARY.format("libatomic.so.1"))
    assert machine.run(".ci/setup", "test")[0] == 1
    assert machine.installed() == ["libatomic1"]
    assert "the library libatomic.so.1 is missing." in machine.said
    assert machine.said.endswith("the lines above say what to mend.\n")
    # Nor is it taken for good the next time.
    assert machine.run(".ci/setup", "test")[0] == 1


def test_a_second_run_starts_nothing_until_something_changes(machine: Machine) -> None:
    everything = len([*DRIVEN, "playwright"])
    assert machine.run(".ci/setup", "test")[0] == 0, machine.said
    assert len(machine.lines("started")) == everything
    assert machine.run(".ci/setup", "test")[0] == 0
    # Where no file says which packages come and go, everything is started each time.
    runs = 1 if DEBIANS_NOTES.exists() else 2
    assert len(machine.lines("started")) == everything * runs
    machine.put("bin/qpdf", f"echo changed qpdf >>{machine.folder}/started")
    assert machine.run(".ci/setup", "test")[0] == 0
    assert len(machine.lines("started")) == everything * (runs + 1)
    (machine.programs / "qpdf").unlink()
    assert machine.run(".ci/setup", "test")[0] == 1


def test_without_the_right_to_install_everything_is_named_at_once(machine: Machine) -> None:
    machine.put("bin/id", "echo 1000")
    machine.put(".venv/bin/playwright", LACKS_A_LIBRARY.format("libatomic.so.1"))
    (machine.programs / "qpdf").unlink()
    assert machine.run(".ci/setup", "test")[0] == 1
    assert machine.said.endswith(
        "Ask an administrator to run: apt-get install --no-install-recommends libatomic1 qpdf\n"
    )
