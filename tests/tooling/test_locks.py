"""Everything that is installed is in the lock, so that nobody's later release is ever asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from config import PROJECT_FOLDER

if TYPE_CHECKING:
    from packaging.markers import Marker

Locked = Mapping[str, Version]
RequirementsOf = Callable[[str], list[Requirement]]

PROJECT = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
DEVELOPERS = [
    *RUNTIME,
    *(Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]),
]
LOCKS = {"requirements.lock": RUNTIME, "requirements-dev.lock": DEVELOPERS}

A_PIN = re.compile(r"(?P<pin>[a-z0-9-]+==[\w.+!-]+)(?: ; (?P<marker>[\w.*'\" =!<>()-]+))? \\")
A_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")

SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
MACHINES: list[dict[str, str]] = [
    {},
    *(
        {**system, "python_version": version, "python_full_version": f"{version}.0"}
        for system in SYSTEMS
        for version in ("3.11", "3.12", "3.13", "3.14")
    ),
]
"""What differs from the machine of this test: nothing, then each system with each Python."""


def holds(marker: Marker | None, machine: Mapping[str, str], extra: str = "") -> bool:
    """Return whether a marker is true on a machine, for whoever asked for this extra."""
    return marker is None or marker.evaluate({**machine, "extra": extra})


def locked_on(machine: Mapping[str, str], lock: str) -> dict[str, Version]:
    """Return the version of everything that a lock file installs on a machine."""
    found: dict[str, Version] = {}
    for line in lock.splitlines():
        if line.startswith(" "):
            continue
        requirement = Requirement(line.removesuffix("\\"))
        if holds(requirement.marker, machine):
            (pin,) = requirement.specifier
            found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


def not_locked(
    locked: Locked,
    asked: Iterable[Requirement],
    requirements_of: RequirementsOf,
    machine: Mapping[str, str],
) -> set[str]:
    """Return what is asked for, by the project or anything locked, and not in the lock so.

    An extra that is asked for (`coverage[toml]`) asks in turn for what it stands for.
    """
    faults: set[str] = set()
    known: set[tuple[str, str]] = set()
    to_ask = [("the project", "", one) for one in asked]
    to_ask += [(name, "", one) for name in locked for one in requirements_of(name)]
    while to_ask:
        owner, extra, wanted = to_ask.pop()
        if not holds(wanted.marker, machine, extra):
            continue
        name = canonicalize_name(wanted.name)
        if name not in locked:
            faults.add(f"{owner} asks for {wanted}, which is not in the lock")
            continue
        if not wanted.specifier.contains(locked[name], prereleases=True):
            faults.add(f"{owner} asks for {wanted}, and the lock has {locked[name]}")
        for more in wanted.extras:
            if (name, more) not in known:
                known.add((name, more))
                to_ask += [
                    (f"{name}[{more}]", more, one)
                    for one in requirements_of(name)
                    if not holds(one.marker, machine)
                ]
    return faults


def installed_requirements(name: str) -> list[Requirement]:
    """Return what an installed distribution asks for, none where this machine has no need of it."""
    try:
        return [Requirement(line) for line in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []


def text_of(lock: str) -> str:
    """Return what a lock file says."""
    return (PROJECT_FOLDER / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_asked_for_is_in_the_lock(lock: str) -> None:
    for machine in MACHINES:
        locked = locked_on(machine, text_of(lock))
        assert not_locked(locked, LOCKS[lock], installed_requirements, machine) == set(), machine


def test_what_is_installed_is_what_the_lock_says() -> None:
    installed = {
        name: Version(metadata.version(name))
        for name in locked_on({}, text_of("requirements-dev.lock"))
    }
    assert installed == locked_on({}, text_of("requirements-dev.lock"))


def test_tests_run_on_the_versions_that_are_served() -> None:
    for machine in MACHINES:
        served = locked_on(machine, text_of("requirements.lock"))
        assert served.items() <= locked_on(machine, text_of("requirements-dev.lock")).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pins_and_hashes_and_names_no_place_to_get_them(lock: str) -> None:
    lines = text_of(lock).splitlines()
    assert [
        line for line in lines if not A_PIN.fullmatch(line) and not A_HASH.fullmatch(line)
    ] == []
    # A pin without a hash would be refused by pip, but only on the machine that installs it.
    starts = [number for number, line in enumerate(lines) if A_PIN.fullmatch(line)]
    assert starts[0] == 0
    assert all(A_HASH.fullmatch(lines[number + 1]) for number in starts)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "flask==3.1.3",
        "flask @ https://packages.example.org/flask.whl \\",
        "    --hash=md5:0123",
    ],
)
def test_a_line_that_does_not_belong_in_a_lock_is_found(line: str) -> None:
    assert not A_PIN.fullmatch(line)
    assert not A_HASH.fullmatch(line)


MADE_UP = {
    "cover": ["tomlish; extra == 'toml' and python_version < '3.12'", "wheels>=2"],
    "tomlish": [],
    "wheels": ["brakes[disc]>=1; sys_platform == 'linux'"],
    "brakes": ["pads; extra == 'disc'", "drums; extra == 'drum'"],
    "pads": [],
}
"""What each of some made-up distributions asks for."""

WHOLE = "cover==7.1 \\\ntomlish==1 \\\nwheels==2.5 \\\nbrakes==1.4 \\\npads==3 \\\n"


def faults_of(lock: str, *asked: str, **machine: str) -> set[str]:
    """Return what a made-up lock lacks for a made-up project."""
    machine = {"sys_platform": "linux", "python_version": "3.11", **machine}
    return not_locked(
        locked_on(machine, lock),
        [Requirement(line) for line in asked],
        lambda name: [Requirement(line) for line in MADE_UP[name]],
        machine,
    )


def test_a_whole_lock_lacks_nothing() -> None:
    assert faults_of(WHOLE, "cover[toml]>=7") == set()


@pytest.mark.parametrize(
    ("left_out", "fault"),
    [
        ("cover==7.1 \\\n", "the project asks for cover[toml]>=7"),
        ("wheels==2.5 \\\n", "cover asks for wheels>=2"),
        (
            "tomlish==1 \\\n",
            'cover[toml] asks for tomlish; extra == "toml" and python_version < "3.12"',
        ),
        ("pads==3 \\\n", 'brakes[disc] asks for pads; extra == "disc"'),
    ],
)
def test_what_a_lock_lacks_is_said_with_who_asks_for_it(left_out: str, fault: str) -> None:
    assert faults_of(WHOLE.replace(left_out, ""), "cover[toml]>=7") == {
        f"{fault}, which is not in the lock"
    }


def test_what_nobody_asked_for_may_be_missing() -> None:
    without = WHOLE.replace("tomlish==1 \\\n", "").replace("pads==3 \\\n", "")
    assert faults_of(without, "cover", sys_platform="darwin") == set()
    assert (
        faults_of(without.replace("brakes==1.4 \\\n", ""), "cover", sys_platform="win32") == set()
    )
    assert (
        faults_of(WHOLE.replace("tomlish==1 \\\n", ""), "cover[toml]", python_version="3.13")
        == set()
    )


def test_a_version_that_is_not_wanted_is_said() -> None:
    older = WHOLE.replace("wheels==2.5", "wheels==1.9")
    assert faults_of(older, "cover") == {"cover asks for wheels>=2, and the lock has 1.9"}


def test_what_is_locked_for_another_system_only_is_not_there() -> None:
    lock = WHOLE.replace("brakes==1.4 \\", "brakes==1.4 ; sys_platform == 'win32' \\")
    assert faults_of(lock, "cover") == {
        'wheels asks for brakes[disc]>=1; sys_platform == "linux", which is not in the lock'
    }
