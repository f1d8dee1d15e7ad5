"""What a change touches is found by where files are and what they import, the nearest first."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.touched import Choice, Project, changed_files, chosen, seconds_noted, summary

FILES = {
    "config.py": "",
    "Makefile": "",
    "trainee_tracker/__init__.py": "",
    "trainee_tracker/clock.py": "",
    "trainee_tracker/hours/__init__.py": "",
    "trainee_tracker/hours/rules.py": "",
    "trainee_tracker/hours/views.py": "from trainee_tracker.hours import rules",
    "trainee_tracker/progress/queries.py": "from trainee_tracker.hours.rules import counted",
    "trainee_tracker/home/views.py": "from trainee_tracker.progress.queries import standing",
    "trainee_tracker/people/names/views.py": "import trainee_tracker.clock",
    "templates/hours/log_session.html": "",
    "tests/__init__.py": "",
    "tests/cast.py": "from trainee_tracker.hours import rules",
    "tests/conftest.py": "from tests import cast",
    "tests/hours/builders.py": "from trainee_tracker.hours.rules import counted",
    "tests/hours/test_log_session.py": "from tests.cast import load",
    "tests/hours/test_rules.py": "from trainee_tracker.hours import rules",
    "tests/progress/test_results.py": "",
    "tests/home/test_home.py": "",
    "tests/sign_off/test_queue.py": "from tests.hours.builders import entry",
    "tests/people/test_people.py": "",
    "tests/people/names/test_confirm_name.py": "",
    "tests/test_clock.py": "",
    "tests/tooling/test_setup.py": "",
}


ALWAYS = "tests/tooling/test_house_rules.py and tests/docs"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project in a folder."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return Project(tmp_path)


def in_order(project: Project, *changed: str) -> list[str]:
    """Return the tests that are touched, the nearest first, each once."""
    found: list[str] = []
    for step in project.touched(changed):
        found += sorted(step.difference(found))
    return found


def test_the_tests_of_a_rule_come_first_then_its_room_then_who_uses_it(project: Project) -> None:
    assert in_order(project, "trainee_tracker/hours/rules.py") == [
        "tests/hours/test_rules.py",
        "tests/hours/test_log_session.py",
        # Through what tests share, not through what every test gets.
        "tests/sign_off/test_queue.py",
        # A room that imports the rule; what imports only that room is left to the whole gate.
        "tests/progress/test_results.py",
    ]


def test_a_template_touches_the_tests_of_its_room(project: Project) -> None:
    room = ["tests/hours/test_log_session.py", "tests/hours/test_rules.py"]
    assert in_order(project, "templates/hours/log_session.html") == room
    assert in_order(project, "templates/hours/of_a_page_to_come.html") == room


def test_a_subject_with_tests_of_its_own_touches_those(project: Project) -> None:
    changed = "trainee_tracker/people/names/views.py"
    assert in_order(project, changed) == ["tests/people/names/test_confirm_name.py"]
    without = "trainee_tracker/people/sites/views.py"
    assert "tests/people/test_people.py" in in_order(project, without)


def test_a_single_file_touches_its_own_tests_and_the_rooms_that_import_it(project: Project) -> None:
    found = in_order(project, "trainee_tracker/clock.py")
    assert found == ["tests/test_clock.py", "tests/people/names/test_confirm_name.py"]


def test_a_changed_test_is_touched_and_what_every_test_gets_touches_every_test(
    project: Project,
) -> None:
    assert in_order(project, "tests/home/test_home.py") == ["tests/home/test_home.py"]
    assert sorted(in_order(project, "tests/cast.py")) == project.tests


def test_what_tests_share_touches_those_that_import_it(project: Project) -> None:
    assert in_order(project, "tests/hours/builders.py") == ["tests/sign_off/test_queue.py"]


def test_scripts_touch_the_tests_of_the_tooling(project: Project) -> None:
    assert in_order(project, "Makefile", ".ci/run") == ["tests/tooling/test_setup.py"]


def test_a_file_that_is_gone_touches_who_still_imports_it(project: Project) -> None:
    (project.folder / "trainee_tracker/hours/rules.py").unlink()
    assert "tests/hours/test_rules.py" in in_order(project, "trainee_tracker/hours/rules.py")


def test_what_does_not_fit_into_the_time_is_left_out_and_said() -> None:
    steps = [
        {"tests/a/test_a.py"},
        {"tests/a/test_b.py", "tests/a/test_c.py"},
        {"tests/d/test_d.py"},
    ]
    seconds = {
        "tests/a/test_a.py": 50.0,
        "tests/a/test_b.py": 9.0,
        "tests/a/test_c.py": 1.0,
        "tests/d/test_d.py": 1.0,
    }
    choice = chosen(steps, seconds, most=55)
    # What was changed is run however long it takes; then the quickest of each step.
    assert choice == Choice(
        ("tests/a/test_a.py", "tests/a/test_c.py"), ("tests/a/test_b.py", "tests/d/test_d.py")
    )
    assert chosen(steps, seconds, most=1).run == ("tests/a/test_a.py",)
    assert list(summary(choice, "abc1234, “Before”", 1)) == [
        "Since abc1234, “Before”, 1 file has changed.",
        f"2 files of tests that this touches are run, beside {ALWAYS}.",
        "2 more are touched, and left to make check: tests/a 1, tests/d 1.",
    ]


def test_how_long_tests_took_is_read_from_the_last_run(tmp_path: Path) -> None:
    assert seconds_noted(tmp_path) == {}
    noted = tmp_path / ".pytest_cache/v/quick/seconds"
    noted.parent.mkdir(parents=True)
    noted.write_text(json.dumps({"tests/a/test_a.py": 2}))
    assert seconds_noted(tmp_path) == {"tests/a/test_a.py": 2.0}


def test_changes_are_those_since_the_branch_left_main(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BASE", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")

    def commit(name: str) -> None:
        (tmp_path / name).write_text(name)
        for words in (["add", "."], ["commit", "-qm", f"Add {name}"]):
            subprocess.run(["git", *words], cwd=tmp_path, check=True)

    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=tmp_path, check=True)
    commit("first")
    commit("second")
    # Nothing is under way on main: the last commit is looked at.
    since, changed = changed_files(tmp_path)
    assert since.endswith("“Add first”")
    assert changed == {"second"}
    subprocess.run(["git", "checkout", "-qb", "work"], cwd=tmp_path, check=True)
    commit("third")
    (tmp_path / "second").unlink()
    (tmp_path / "fourth").write_text("")
    since, changed = changed_files(tmp_path)
    assert since.endswith("“Add second”")
    assert changed == {"second", "third", "fourth"}
    monkeypatch.setenv("BASE", "HEAD")
    assert changed_files(tmp_path)[1] == {"second", "fourth"}
