"""One page has one name: its view, what it does, its form, its template and its test file.

The rule is told in `docs/architecture.md`. A page of `people/names/views.py` called `decline_name`
calls `decline_name` among the actions, asks with `DeclineNameForm` (or `decline_name_form`, where
its fields depend on what there is), shows `templates/people/names/decline_name.html` and is tested
in `tests/people/names/test_decline_name.py`. A folder's pages may have template and test in the
folders of their room. A button alone is a `ConfirmForm`, whose refusal is shown on the page that it
stands on; what only redirects has no template.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from config import PROJECT_FOLDER
from tests.conftest import settings_for
from trainee_tracker import create_app

PACKAGE = "trainee_tracker"

NO_ACTS = {"forms", "models", "queries", "rules", "views"}
"""Files whose functions are not what a page does."""

LOOKS = "it looks at what was sent and writes nothing"
TWO_STEPS = (
    "the list is confirmed on the page of its first step, which is shown again when it is not"
)
QUEUE = "the queue, its review and its signing are one page in three steps"
CHECK = "a typed serial is asked for on the page `check`, and answered at the address of the serial"

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("background.try_again", "template"): "a button on the page of the job, where it is refused",
    ("checking.check_file", "action"): LOOKS,
    ("checking.check_typed", "action"): LOOKS,
    ("checking.check_typed", "form"): CHECK,
    ("checking.check_typed", "template"): CHECK,
    ("cohorts.approve_supervisor", "action"): "`approve_supervisor` approves somebody who is known,"
    " `approve_anyone` also somebody who is entered with a name and an address",
    ("cohorts.enrol_trainee", "action"): "`enrol_trainee` gives somebody known a place,"
    " `enrol_newcomer` also enters them with a name and an address",
    ("editor.move_part", "template"): "a button in the list of a section, where it is refused",
    ("exchange.confirm_enrolments", "template"): TWO_STEPS,
    ("exchange.enrol_trainees", "action"): LOOKS,
    ("exchange_preview.preview_ledger", "action"): LOOKS,
    ("invitations.invite_again", "action"): "a new link is an invitation like the first: `invite`",
    ("sign_off.decide_hours", "template"): QUEUE,
    ("sign_off.review_hours", "action"): LOOKS,
    ("sign_off.sign_off_queue", "action"): LOOKS,
}
"""(page, what of it is called otherwise) -> why."""

MOST_EXCEPTIONS = 15
"""Make it smaller with the table, and never larger."""

TEMPLATES_OF_NO_PAGE: dict[str, str] = {
    "arrivals/accept_as_known.html": "accepting, for somebody whose address opens an account",
    "arrivals/closed_invitation.html": "a link that does not work any more",
    "editor/choose_kind.html": "adding a part, before its kind is chosen",
    "editor/part_gone.html": "a part of a draft that another window still shows",
    "editor/part_form.html": "the form that the pages to add and to change a part share",
    "errors/out_of_reach.html": "a database that cannot be used",
    "errors/refusal.html": "a refusal that belongs to no form",
    "people/sign_in/signed_out.html": "what was typed when the sign-in ran out",
}
"""Templates of whole pages that are not called as a page is -> when they are shown."""


@dataclass(frozen=True)
class PageView:
    """A view, and the folder of its file as a path: `people/names`."""

    endpoint: str
    name: str
    module: str
    folder: str
    acts: bool

    @property
    def homes(self) -> tuple[str, ...]:
        """Where its template and its test may be: in its own folder, or in its room's."""
        return self.folder, self.folder.split("/")[0]


@cache
def tree_of(module: str) -> ast.Module:
    """Return the syntax tree of one of our modules."""
    path = PROJECT_FOLDER.joinpath(*module.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    return ast.parse(file.read_text(encoding="utf-8"))


def views_of(app: Flask) -> Iterator[PageView]:
    """Yield every page that a room answers; pages for machines are in single files."""
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        methods.setdefault(rule.endpoint, set()).update(rule.methods or ())
    for endpoint, view in app.view_functions.items():
        plain = inspect.unwrap(view)
        module = plain.__module__
        if module.startswith(f"{PACKAGE}.") and module.count(".") > 1:
            folder = "/".join(module.split(".")[1:-1])
            yield PageView(endpoint, plain.__name__, module, folder, "POST" in methods[endpoint])


def reached(page: PageView) -> list[ast.AST]:
    """Return every node of a view and of the functions of its file that it uses."""
    functions = {
        node.name: node for node in tree_of(page.module).body if isinstance(node, ast.FunctionDef)
    }
    waiting, seen = [page.name], {page.name}
    nodes: list[ast.AST] = []
    while waiting:
        # What stands above the function (who may ask, and where) is no part of what it does.
        for statement in functions[waiting.pop()].body:
            for node in ast.walk(statement):
                nodes.append(node)
                if isinstance(node, ast.Name) and node.id in functions and node.id not in seen:
                    seen.add(node.id)
                    waiting.append(node.id)
    return nodes


@cache
def imported(module: str) -> dict[str, tuple[str, str]]:
    """Return name -> (module it comes from, what it is called there) for what a file imports."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def used(page: PageView) -> set[tuple[str, str]]:
    """Return (module, name) of everything of ours that a view uses."""
    known = imported(page.module)
    found = set()
    for node in reached(page):
        if isinstance(node, ast.Name) and node.id in known:
            found.add(known[node.id])
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in known
        ):
            package, module = known[node.value.id]
            found.add((f"{package}.{module}", node.attr))
    return {each for each in found if each[0].startswith(PACKAGE)}


def shown(page: PageView) -> set[str]:
    """Return the templates of pages that a view names."""
    return {
        node.value
        for node in reached(page)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith(".html")
    }


def faults_of(page: PageView) -> Iterator[str]:
    """Yield what of a page is not called as the page is."""
    everything = used(page)
    is_button = False
    if page.acts:
        acts = {name for module, name in everything if module.split(".")[-1] not in NO_ACTS}
        if page.name not in acts:
            yield "action"
        forms = {name for _module, name in everything}
        form = "".join(word.capitalize() for word in page.name.split("_")) + "Form"
        own = {form, f"{page.name}_form"}
        is_button = "ConfirmForm" in forms and forms.isdisjoint(own)
        if not is_button and forms.isdisjoint(own):
            yield "form"
    templates = shown(page)
    if (
        templates
        and not is_button
        and templates.isdisjoint(f"{home}/{page.name}.html" for home in page.homes)
    ):
        yield "template"
    tests = PROJECT_FOLDER / "tests"
    if not any((tests / home / f"test_{page.name}.py").exists() for home in page.homes):
        yield "test file"
    if page.endpoint.split(".")[-1] != page.name:
        yield "endpoint"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[PageView]:
    folder = tmp_path_factory.mktemp("bare")
    return list(views_of(create_app(settings_for(f"sqlite:///{folder}/none.db", folder))))


def test_a_page_has_one_name(pages: list[PageView]) -> None:
    faults = {(page.endpoint, part) for page in pages for part in faults_of(page)}
    assert faults - set(EXCEPTIONS) == set()


def test_no_exception_has_outlived_its_reason(pages: list[PageView]) -> None:
    faults = {(page.endpoint, part) for page in pages for part in faults_of(page)}
    assert set(EXCEPTIONS) - faults == set()
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS


def test_a_template_of_a_page_is_called_as_its_page(pages: list[PageView]) -> None:
    known = {f"{home}/{page.name}.html" for page in pages for home in page.homes}
    folder = PROJECT_FOLDER / "templates"
    whole = {
        str(path.relative_to(folder)) for path in folder.rglob("*.html") if is_whole_page(path)
    }
    assert whole - known == set(TEMPLATES_OF_NO_PAGE)


def is_whole_page(path: Path) -> bool:
    """Tell whether a template is a page, and no part of one."""
    return bool(re.search(r"{%-?\s*extends \"base\.html\"", path.read_text(encoding="utf-8")))
