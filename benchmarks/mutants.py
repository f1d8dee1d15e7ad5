"""How many small faults in the accreditation library its tests notice.

    .venv/bin/python benchmarks/mutants.py                 what was not judged yet; at first all
    .venv/bin/python benchmarks/mutants.py limiting days   only these files
    .venv/bin/python benchmarks/mutants.py --quick         by quick tests only, as a first look
    .venv/bin/python benchmarks/mutants.py --again         the survivors once more, by every test
    .venv/bin/python benchmarks/mutants.py --figures       only the figures of earlier runs
    .venv/bin/python benchmarks/mutants.py --survivors     and each survivor as a difference
    .venv/bin/python benchmarks/mutants.py rooms           the rooms instead: see room_mutants.py

mutmut makes the faults (mutants), one at a time, and keeps what it finds in `mutants/`. This
script adds what the library needs of it, and counts:

- What decides is often in a property, which mutmut leaves alone. Here it does not.
- Every mutant gets all tests of the library but the slowest (`SLOW`), those first that reach it
  and of these the quickest. What survives the first round is imported anew, so that faults in
  what is worked out once (tables, cached properties) are seen as well.
- Examples of hypothesis are the same in every run, and no failure is made smaller.

It ends with 1 where more survive than the house allows (see docs/mutation.md).
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import libcst
import pytest
import room_mutants
from mutmut import __main__ as mutmut
from mutmut.mutation import diff_apply, file_mutation, trampoline
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline_templates import mangle_function_name
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd, walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key
from mutmut.workers import isolation

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
LIBRARY = "trainee_tracker.accreditation."
MOST_SURVIVING = 0.10
"""The share of mutants that may survive in all; of what decides who is eligible, none may."""

NOT_DECIDING = {"causes", "words", "differences", "difference_words", "forecast", "outlooks"}
"""Files that only say in words what the others decided, or compare, or look ahead."""

SLOW = (
    "tests/accreditation/test_properties.py",
    "tests/accreditation/test_recount.py",
)
"""Tests of hundreds of random courses, a minute for each mutant that survives. They are left out:
what nothing but they would notice is counted as surviving."""

IMPORTED_ANEW = {"tests", "trainee_tracker"}
LOOKED_INTO = {"property", "cached_property", "cache"}
KILLED, TOO_LONG = 1, 36
"""Exit codes by which mutmut knows that a mutant was noticed, and that it never ended."""


def is_looked_into(function: Any) -> bool:
    """Say whether a decorated function is one that mutmut skips and this script does not."""
    return (
        isinstance(function, libcst.FunctionDef)
        and len(function.decorators) == 1
        and isinstance(function.decorators[0].decorator, libcst.Name)
        and function.decorators[0].decorator.value in LOOKED_INTO
    )


class Mutations(file_mutation.MutationVisitor):
    """Finds the mutants of a file, those in properties too."""

    def _skip_node_and_children(self, node: Any) -> bool:
        return not is_looked_into(node) and bool(super()._skip_node_and_children(node))


_arranged = file_mutation.function_trampoline_arrangement


def arrange(function: Any, mutants: Any, class_name: str | None) -> Any:
    """Write a function and its mutants side by side; only what chooses between them is decorated."""
    declared, (chooser, *others), assigned, names = _arranged(function, mutants, class_name)
    if is_looked_into(function):
        others = [one.with_changes(decorators=[]) for one in others]
    return declared, [chooser, *others], assigned, names


_chosen_by_mutmut = trampoline.wrap_in_trampoline


def choose(mutants: Any, is_classmethod: bool = False) -> Callable[[Any], Any]:
    """Let a function choose between itself and its mutants, unless none of them is to be judged.

    A module is imported anew for each mutant, so that all other functions can stay as they are.
    """

    def chosen(function: Any) -> Any:
        active = trampoline.get_mutant_under_test()
        holder, _, name = function.__qualname__.rpartition(".")
        mangled = mangle_function_name(name=name, class_name=holder or None)
        if "__mutmut_" in active or not active:
            active, _, _ = active.partition("__mutmut_")
            if active != f"{function.__module__}.{mangled}":
                return function
        return _chosen_by_mutmut(mutants, is_classmethod)(function)

    return chosen


class Order:
    """A plugin of pytest: the tests that reach a mutant come first, and no test runs for ever."""

    longest: float | None = None
    """No test that takes so many seconds or more is run, where this is given."""

    def __init__(self) -> None:
        """Begin without a mutant."""
        self.reaching: frozenset[str] | None = None
        self.items: list[pytest.Item] = []

    def sort(self, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Return the tests in order, without those that take too long."""
        took = state().duration_by_test
        reaching = self.reaching or frozenset()
        return sorted(
            (
                one
                for one in items
                if self.longest is None or took.get(one.nodeid, 0) < self.longest
            ),
            key=lambda one: (one.nodeid not in reaching, took.get(one.nodeid, 0)),
        )

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests in order, for a mutant."""
        if self.reaching is not None:
            items[:] = self.sort(items)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Give a test twenty times the seconds of the processor that it took without a fault."""
        if self.reaching is not None:
            took = state().duration_by_test.get(item.nodeid, 0)
            signal.setitimer(signal.ITIMER_PROF, 2 + 20 * took)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End at the first failure, without tidying up: this process is for one mutant only."""
        if self.reaching is not None and report.failed:
            os._exit(KILLED)


class Kept(Order):
    """Tests that were collected once and are run by every process that begins as a copy."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the tests, and the configuration usable."""
        self.items = list(session.items)
        session.config._ensure_unconfigure = lambda: None  # type: ignore[method-assign]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run none of them yet, and leave nobody who would write about those to come."""
        session.config.pluginmanager.unregister(name="terminalreporter")
        return True

    def run(self) -> None:
        """Run those that reach the mutant, the quickest first; end this process if one fails."""
        items = [one for one in self.sort(self.items) if one.nodeid in (self.reaching or ())]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


class Runner(PytestRunner):
    """Runs the tests of the library on one mutant."""

    def __init__(self) -> None:
        """Begin without tests."""
        super().__init__()
        self.kept = Kept()

    def execute_pytest(self, params: list[str], **kwargs: Any) -> int:
        """Run pytest on modules that are imported anew."""
        for name in list(sys.modules):
            if name.partition(".")[0] in IMPORTED_ANEW:
                del sys.modules[name]
        return super().execute_pytest([*params, *(f"--ignore={path}" for path in SLOW)], **kwargs)

    def collect(self) -> None:
        """Collect the tests once, on functions that each can become any of its mutants."""
        trampoline.set_mutant_under_test("none yet")
        with change_cwd("mutants"), open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            self.execute_pytest(
                ["-s", *self._pytest_add_cli_args_test_selection], plugins=[self.kept]
            )
        trampoline.set_mutant_under_test("")

    def run_without_mutant(self) -> int:
        """Run what was collected without a mutant; 0 where no test fails."""
        self.kept.reaching = frozenset(item.nodeid for item in self.kept.items)
        with change_cwd("mutants"):
            self.kept.run()
        return 0

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Run the tests on a mutant in two rounds, until one fails.

        First those that reach it, as they were collected. Where it survives, all of them, with
        everything imported anew: what is worked out only once is worked out by the mutant then.
        """
        order = Order()
        if mutant_name is not None:
            self.kept.reaching = order.reaching = frozenset(tests)
            with change_cwd("mutants"):
                self.kept.run()
            signal.setitimer(signal.ITIMER_PROF, 30)
        with change_cwd("mutants"):
            code = self.execute_pytest(self._pytest_args_regular_run([]), plugins=[order])
        return KILLED if code == pytest.ExitCode.INTERRUPTED else code


class Copies(isolation.ForkRunner):
    """Makes a process for each mutant, as a copy of one that has collected the tests."""

    def startup(self) -> None:
        """Collect the tests."""
        assert isinstance(self.test_runner, Runner)
        self.test_runner.collect()
        if isolation.run_in_fork(self.test_runner.run_without_mutant):
            sys.exit("A test fails although nothing is wrong.")
        super().startup()


def prepare() -> None:
    """Teach mutmut the above."""
    file_mutation.MutationVisitor = Mutations  # type: ignore[misc]
    file_mutation.function_trampoline_arrangement = arrange
    isolation.PytestRunner = Runner  # type: ignore[misc]
    isolation.ForkRunner = Copies  # type: ignore[misc]
    # Asked at every call of every function, so it must not go through the environment.
    trampoline.get_mutant_under_test = lambda: trampoline._mutant_under_test or ""
    trampoline.wrap_in_trampoline = choose
    sys.dont_write_bytecode = False
    signal.signal(signal.SIGPROF, lambda *_: os._exit(TOO_LONG))
    # Plugins of pytest that the library's tests do not need would only cost time.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # With as few examples as the gate tries, the figures would be those of chance.
    os.environ["THOROUGH"] = "true"
    hypothesis.settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    hypothesis.settings.load_profile("mutants")


@dataclass(frozen=True)
class Mutant:
    """A mutant of an earlier run: its name, its file and what became of it."""

    name: str
    path: Path
    status: str

    @property
    def room(self) -> str:
        """The name of its file."""
        return self.path.stem

    @property
    def place(self) -> str:
        """The file and function, without the number that changes with the code."""
        function, holder = orig_function_and_class_names_from_key(self.name)
        return ".".join(part for part in (self.room, holder, function) if part)

    @property
    def is_noticed(self) -> bool:
        """Say whether the tests noticed it."""
        return self.status in {"killed", "timeout", "segfault", "suspicious"}

    def difference(self) -> str:
        """Return what it changes."""
        return str(diff_apply.get_diff_for_mutant(self.name, path=self.path))

    def lines(self) -> tuple[str, str]:
        """Return the changed lines as they were and as they became."""
        changed = [
            line for line in self.difference().splitlines() if line[:3] not in {"---", "+++"}
        ]
        was = [line[1:].strip() for line in changed if line.startswith("-")]
        became = [line[1:].strip() for line in changed if line.startswith("+")]
        return " ".join(was), " ".join(became)


def judged() -> Iterator[Mutant]:
    """Yield every mutant that is known."""
    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            yield Mutant(name, path, status_by_exit_code[code])


def equivalent() -> set[tuple[str, str, str]]:
    """Return the mutants that nobody can notice, each with a written reason in the file."""
    if not EQUIVALENT.exists():
        return set()
    told = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return {(one["place"], one["was"], one["became"]) for one in told if one["why"].strip()}


def figures(patterns: list[str], *, show: bool) -> bool:
    """Print how many mutants survived, by file and in all; return whether they are few enough."""
    known = equivalent()
    made: Counter[str] = Counter()
    alive: Counter[str] = Counter()
    same: Counter[str] = Counter()
    unknown = 0
    for mutant in judged():
        if patterns and mutant.room not in patterns:
            continue
        if mutant.status in {"not checked", "check was interrupted by user"}:
            unknown += 1
            continue
        made[mutant.room] += 1
        if mutant.is_noticed:
            continue
        alive[mutant.room] += 1
        if (mutant.place, *mutant.lines()) in known:
            same[mutant.room] += 1
        elif show:
            print(f"\n# {mutant.name} ({mutant.status})\n{mutant.difference()}")
    print(
        f"\n{'file':<20}{'mutants':>9}{'killed':>9}{'survived':>10}{'equivalent':>12}{'share':>9}"
    )
    for room in [*sorted(made), "in all"]:
        total, left, shown = (
            (sum(made.values()), sum(alive.values()), sum(same.values()))
            if room == "in all"
            else (made[room], alive[room], same[room])
        )
        share = f"{100 * left / total:.1f} %" if total else "-"
        print(f"{room:<20}{total:>9}{total - left:>9}{left:>10}{shown:>12}{share:>9}")
    if unknown:
        print(f"Not judged yet: {unknown}.")
    deciding = sum(alive[room] - same[room] for room in made if room not in NOT_DECIDING)
    print(f"Survived in what decides who is eligible, and not equivalent: {deciding}.")
    few = sum(alive.values()) < MOST_SURVIVING * sum(made.values())
    return few and not deciding and not unknown


def main() -> int:
    """Do what the command line asks for."""
    if sys.argv[1:2] == ["rooms"]:
        return room_mutants.main(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="*", help="files of the library, such as limiting")
    parser.add_argument("--quick", action="store_true", help="leave out tests that take long")
    parser.add_argument("--again", action="store_true", help="judge the survivors once more")
    parser.add_argument("--figures", action="store_true", help="only print the figures")
    parser.add_argument("--survivors", action="store_true", help="show what the survivors change")
    asked = parser.parse_args()
    os.chdir(PROJECT_FOLDER)
    prepare()
    if asked.quick:
        Order.longest = 0.3
    if not (asked.figures or asked.survivors):
        names = [f"{LIBRARY}{file}.*" for file in asked.file]
        if asked.again:
            known = equivalent()
            names = [
                mutant.name
                for mutant in judged()
                if not mutant.is_noticed
                and (not asked.file or mutant.room in asked.file)
                and (mutant.place, *mutant.lines()) not in known
            ]
        if names or not asked.again:
            # Which tests reach what is found anew: mutmut would ask new tests only.
            Path("mutants/mutmut-stats.json").unlink(missing_ok=True)
            mutmut._run(names, 1)
    return 0 if figures(asked.file, show=asked.survivors) else 1


if __name__ == "__main__":
    sys.exit(main())
