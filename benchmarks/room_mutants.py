"""How many small faults in who may see what, in queries and in views the tests notice.

    .venv/bin/python benchmarks/room_mutants.py                     access, queries and views
    .venv/bin/python benchmarks/room_mutants.py people/access.py    only this file
    .venv/bin/python benchmarks/room_mutants.py --again             the survivors once more
    .venv/bin/python benchmarks/room_mutants.py --figures           only the figures of earlier runs
    .venv/bin/python benchmarks/room_mutants.py --survivors         and each survivor

`faults.py` beside it says which faults there are. The tests of a file are those that a change of it
touches, as `make quick` finds them. All are run once without a fault, which also makes the database
that they share, and notes which statements each reaches. Every fault then gets a process of its own,
as a copy of this one: the code of the loaded functions is exchanged there, and the tests that reach
the changed statement are run, the quickest first, until one fails.

It ends with 1 where a fault survives that is not known to change nothing.
"""

from __future__ import annotations

import argparse
import builtins
import gc
import importlib
import json
import os
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from benchmarks.faults import Fault, Place, Source
from tests.done_once import PREPARED
from tests.touched import Project

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
CODE = PROJECT_FOLDER / "trainee_tracker"
FOUND = PROJECT_FOLDER / "mutants" / "rooms.json"
NOT_A_FAULT = Path(__file__).with_name("equivalent_room_mutants.toml")
LEFT_OUT = {"chromium"}
"""Fixtures of tests that no copy of a process can run."""

NEAR = 6
"""How many steps away from a file its tests are looked for, as `tests/touched.py` counts them."""

SURVIVED, NOTICED, NEVER_ENDED = 0, 1, 36
"""How a process with a fault ends."""


class Rooms:
    """A plugin of pytest that runs the tests as above, instead of one after the other."""

    def __init__(
        self,
        sources: dict[str, Source],
        found: dict[str, Any],
        wanted: Callable[[str, Any], bool],
        most: float,
    ) -> None:
        """Say what is judged, what is known, which faults are wanted, and seconds for each."""
        self.sources, self.found, self.wanted, self.most = sources, found, wanted, most
        self.reached_by: defaultdict[tuple[str, Place], list[pytest.Item]] = defaultdict(list)
        self.took: defaultdict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.has_fault = False
        self.noticing = 0
        self.functions: defaultdict[str, list[FunctionType]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a test takes; with a fault in place, end at the first that fails."""
        if self.has_fault and report.failed:
            os.write(self.noticing, report.nodeid.encode())
            os._exit(NOTICED)
        self.took[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test once without a fault, then with each fault those that reach it."""
        session.config.pluginmanager.unregister(name="terminalreporter")
        items = [each for each in session.items if LEFT_OUT.isdisjoint(names_of(each))]
        # Views too: what guards a page is made when its file is loaded.
        for name in {
            *self.sources,
            *(str(each.relative_to(CODE)) for each in CODE.rglob("views.py")),
        }:
            importlib.import_module(f"trainee_tracker.{name.removesuffix('.py').replace('/', '.')}")
        # What pytest and the application keep for the whole run is looked through only now.
        gc.unfreeze()
        files = {str(source.file) for source in self.sources.values()}
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename in files:
                self.functions[each.__code__.co_filename].append(each)
        print(f"{len(items)} tests are run without a fault.", flush=True)
        self.look(items)
        if self.failed:
            print("These fail without a fault, and are left out:", *sorted(self.failed), sep="\n  ")
        session._setupstate.teardown_exact(Begun(session))  # type: ignore[arg-type]
        gc.collect()
        gc.freeze()
        for name, source in self.sources.items():
            for fault in source.faults:
                self.judge(name, source, fault)
            write(self.found, [name])
            print_figures(self.found, [name])
        self.try_without()
        return True

    def try_without(self) -> None:
        """Say which test fails in a copied process although nothing is wrong: it notices nothing."""
        told = {each["by"] for key, each in self.found.items()}
        items = {
            each for found in self.reached_by.values() for each in found if each.nodeid in told
        }
        for each in items:
            by, _ = self.tried(None, None, [each])
            if by:
                print(f"{by} fails in a copied process without a fault.", flush=True)

    def look(self, items: Sequence[pytest.Item]) -> None:
        """Run the tests, and note which statements each reaches."""
        reached: set[tuple[str, Place]] = set()
        builtins.reached = reached.add  # type: ignore[attr-defined]
        before = [(each, each.__code__) for named in self.functions.values() for each in named]
        for source in self.sources.values():
            self.exchange(source, source.code_that_tells())
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            reached.clear()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.nodeid not in self.failed:
                for place in reached:
                    self.reached_by[place].append(item)
        for function, code in before:
            function.__code__ = code

    def exchange(self, source: Source, code: CodeType) -> bool:
        """Give loaded functions of a file their code from `code`; say whether any is another now."""
        others = dict(codes_in(code))
        changed = False
        for function in self.functions[str(source.file)]:
            here = function.__code__
            other = others.get((here.co_qualname, here.co_firstlineno))
            if other is None or other == here:
                continue
            if other.co_freevars != here.co_freevars:
                # Only the function around it can make it with what it needs now.
                continue
            function.__code__ = other
            changed = True
        return changed

    def judge(self, name: str, source: Source, fault: Fault) -> None:
        """Find out whether a fault is noticed, unless that is known."""
        key, digest = f"{name} | {fault.name}", source.digest_of(fault.function)
        known = self.found.get(key)
        if known and known["digest"] == digest and not self.wanted(key, known):
            return
        tests = self.chosen(source, fault)
        began = time.monotonic()
        by, code = self.tried(source, fault, tests) if tests else ("", SURVIVED)
        state = {SURVIVED: "survived", NEVER_ENDED: "noticed"}.get(code, "noticed")
        self.found[key] = {
            "state": state if tests else "not reached",
            "function": fault.function,
            "what": in_short(fault.was, fault.became),
            "line": fault.place[0],
            "by": by or ("time" if code == NEVER_ENDED else ""),
            "tests": len(tests),
            "reaching": len(self.reached_by[str(source.file), fault.place]),
            "on": datetime.now(UTC).date().isoformat(),
            "digest": digest,
        }
        if state == "survived":
            took = f"{len(tests)} tests, {time.monotonic() - began:.0f} s"
            print(
                f"{name}:{fault.place[0]} {in_short(fault.was, fault.became)} ({took})", flush=True
            )

    def chosen(self, source: Source, fault: Fault) -> list[pytest.Item]:
        """Return the tests to try, first what noticed another fault of the function."""
        noticed = {
            each["by"]
            for key, each in self.found.items()
            if key.startswith(f"{source.file.relative_to(CODE)} | {fault.function} | ")
        }
        reaching = sorted(
            self.reached_by[str(source.file), fault.place],
            key=lambda each: (each.nodeid not in noticed, self.took[each.nodeid]),
        )
        chosen: list[pytest.Item] = []
        seconds = 0.0
        for each in reaching:
            seconds += self.took[each.nodeid]
            if chosen and seconds > self.most:
                break
            chosen.append(each)
        return chosen

    def tried(
        self, source: Source | None, fault: Fault | None, tests: list[pytest.Item]
    ) -> tuple[str, int]:
        """Run tests with a fault, in a process of its own; return which failed and how it ended.

        Without a fault, they run as they are.
        """
        told, self.noticing = os.pipe()
        process = os.fork()
        if process == 0:
            code = NOTICED
            try:
                code = self.run_with(source, fault, tests)
            finally:
                os._exit(code)
        os.close(self.noticing)
        with os.fdopen(told, encoding="utf-8") as words:
            by = words.read()
        return by, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def run_with(self, source: Source | None, fault: Fault | None, tests: list[pytest.Item]) -> int:
        """Put a fault in and run tests on it, in a process that is for nothing else."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        if source and fault and not self.exchange(source, source.code_with(fault)):
            return SURVIVED
        self.has_fault = True
        # What earlier tests have done without the fault is done again with it.
        PREPARED._kept.clear()
        signal.signal(signal.SIGPROF, lambda *_: os._exit(NEVER_ENDED))
        # What the copied process needs for its other copies is not tidied up after the last test.
        for item, following in zip(tests, [*tests[1:], tests[-1]], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 20 + 20 * self.took[item.nodeid])
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return SURVIVED


class Begun:
    """Stands for a test of which nothing but the run has begun."""

    def __init__(self, session: pytest.Session) -> None:
        """Name the run."""
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        """Return what stays set up."""
        return [self.session]


def names_of(item: pytest.Item) -> set[str]:
    """Return the names of the fixtures that a test gets."""
    return set(getattr(item, "fixturenames", ()))


def codes_in(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """Yield the code of every function in a compiled file, by its name and its first line."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield (each.co_qualname, each.co_firstlineno), each
            yield from codes_in(each)


def in_short(was: str, became: str) -> str:
    """Return how a text changed, without most of what stayed."""
    start = same_at_start(was, became)
    end = same_at_start(was[start:][::-1], became[start:][::-1])
    gone, come = was[start : len(was) - end], became[start : len(became) - end]
    return f"{was[max(0, start - 40) : start]}[{gone} -> {come}]{was[len(was) - end :][:25]}"


def same_at_start(one: str, other: str) -> int:
    """Return how many letters two texts share at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def names_asked_for(asked: Sequence[str]) -> list[str]:
    """Return the files that are meant, by their paths below our code; without a word, all."""
    known = ["people/access.py"]
    for name in ("queries.py", "views.py"):
        known += sorted(str(each.relative_to(CODE)) for each in CODE.rglob(name))
    if not asked:
        return known
    found = [
        one for one in known if any(one == each or one.startswith(f"{each}/") for each in asked)
    ]
    return found + [each for each in asked if each not in known and (CODE / each).is_file()]


def tests_of(names: Sequence[str]) -> list[str]:
    """Return the files of tests that changes of these files would touch."""
    project = Project(PROJECT_FOLDER)
    found: set[str] = set()
    for name in names:
        found.update(*project.touched([f"trainee_tracker/{name}"])[:NEAR])
    return sorted(found)


def known_to_change_nothing() -> set[str]:
    """Return the faults that nobody can notice, each with a written reason in the file."""
    if not NOT_A_FAULT.exists():
        return set()
    told = tomllib.loads(NOT_A_FAULT.read_text(encoding="utf-8")).get("fault", [])
    return {each["name"] for each in told if each["why"].strip()}


def read() -> dict[str, Any]:
    """Return what earlier runs found."""
    return dict(json.loads(FOUND.read_text(encoding="utf-8"))) if FOUND.exists() else {}


def write(found: dict[str, Any], names: Sequence[str]) -> None:
    """Keep what was found in these files, beside what another run may have found in others."""
    FOUND.parent.mkdir(exist_ok=True)
    mine = tuple(f"{name} | " for name in names)
    kept = {key: each for key, each in read().items() if not key.startswith(mine)}
    kept |= {key: each for key, each in found.items() if key.startswith(mine)}
    FOUND.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def print_figures(found: dict[str, Any], names: Sequence[str]) -> int:
    """Print a line for each file that was judged; return how many survive and should not."""
    same = known_to_change_nothing()
    total = 0
    for name in names:
        states = Counter(
            "equivalent" if key in same and each["state"] != "noticed" else each["state"]
            for key, each in found.items()
            if key.startswith(f"{name} | ")
        )
        if states:
            total += states["survived"] + states["not reached"]
            words = ", ".join(f"{states[each]} {each}" for each in sorted(states))
            print(f"{name:<42}{states.total():>5} faults: {words}", flush=True)
    return total


def still_there(found: dict[str, Any], sources: dict[str, Source]) -> dict[str, Any]:
    """Return what was found of faults that the code still has."""
    keys = {
        f"{name} | {fault.name}": source.digest_of(fault.function)
        for name, source in sources.items()
        for fault in source.faults
    }
    judged = tuple(f"{name} | " for name in sources)
    return {
        key: each
        for key, each in found.items()
        if not key.startswith(judged) or keys.get(key) == each["digest"]
    }


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("file", nargs="*", help="a file or a room, such as people/access.py")
    parser.add_argument("--again", action="store_true", help="judge the survivors once more")
    parser.add_argument("--figures", action="store_true", help="only print the figures")
    parser.add_argument("--survivors", action="store_true", help="show what survives")
    parser.add_argument("--tests", nargs="*", help="these tests instead of those it touches")
    parser.add_argument("--seconds", type=float, default=60.0, help="of tests, for each fault")
    asked = parser.parse_args(words)
    os.chdir(PROJECT_FOLDER)
    names = names_asked_for(asked.file)
    sources = {name: Source(CODE / name) for name in names}
    found = still_there(read(), sources)
    same = known_to_change_nothing()
    if not (asked.figures or asked.survivors):
        # Examples that are made up are the same in every run.
        os.environ["CI"] = "true"

        def wanted(key: str, known: dict[str, Any]) -> bool:
            return asked.again and known["state"] != "noticed" and key not in same

        plugin = Rooms(sources, found, wanted, asked.seconds)
        options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
        pytest.main([*options, *(asked.tests or tests_of(names))], plugins=[plugin])
    if asked.survivors:
        for key, each in found.items():
            name = key.partition(" | ")[0]
            if each["state"] != "noticed" and key not in same and name in names:
                print(f"{name}:{each['line']} {each['function']}: {each['what']}")
                print(
                    f"    {each['state']}, {each['tests']} of {each['reaching']} tests\n    {key}"
                )
    left = print_figures(found, names)
    print(f"Survived, and not known to change nothing: {left}.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
