"""Terms as data: stored and read exactly, and refused where they contradict themselves."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from tests.accreditation.builders import ACTIVITIES, CONTRACT, DBS, MODULES, SOURCE, terms
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.plain_json import PlainDataError, from_plain, to_plain
from trainee_tracker.accreditation.terms import (
    Activity,
    AttendancePercent,
    CreditKind,
    GovernanceInDate,
    GroupCredit,
    MinimumMinutes,
    Module,
    ModulesPassed,
    Source,
    Terms,
    TermsError,
    terms_from_dict,
    terms_to_dict,
)

EVERYTHING = terms(
    modules=MODULES,
    governance=(DBS, CONTRACT),
    credits=(GroupCredit("supervision", CreditKind.BACP, 8, verified=True),),
    requirements=(
        MinimumMinutes(
            "m",
            "Minutes",
            "practice",
            60,
            roles=("lead",),
            formats=("family",),
            modes=("in-room",),
            pooled="session",
            verified=True,
        ),
        AttendancePercent("a", "Attendance", "taught", 80, verified=True),
        ModulesPassed("p", "Modules", ("genograms",), verified=True),
        GovernanceInDate("g", "Governance", ("enhanced-dbs",), verified=True),
    ),
    weeks=26,
    session_minutes=150,
)


def test_terms_survive_storing_exactly() -> None:
    assert {type(part).kind for part in EVERYTHING.requirements} == set(KINDS)
    stored = json.loads(json.dumps(terms_to_dict(EVERYTHING)))
    assert terms_from_dict(stored) == EVERYTHING
    assert terms_from_dict(json.loads(json.dumps(terms_to_dict(terms())))) == terms()


def test_what_is_left_out_takes_its_default() -> None:
    plain = terms_to_dict(terms())
    short = {
        name: plain[name]
        for name in ("key", "title", "award", "source", "activities", "requirements")
    }
    short["requirements"] = [
        {
            "kind": "minimum-minutes",
            "key": "hours",
            "title": "Practice hours",
            "activity": "practice",
            "minutes": 60,
            "verified": True,
        }
    ]
    assert terms_from_dict(short) == terms()


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the plain terms of EVERYTHING with one value changed, or removed where it is ...."""
    plain: dict[str, Any] = json.loads(json.dumps(terms_to_dict(EVERYTHING)))
    at: Any = plain
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps:
        at = at[step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return plain


@pytest.mark.parametrize(
    ("change", "value", "path", "message"),
    [
        ("title", ..., "title", "is missing."),
        ("title", 7, "title", "is not a text."),
        ("title", " ", "title", "is empty."),
        ("award", "", "award", "is empty."),
        ("key", "AFT Foundation", "key", "“AFT Foundation” is not a key"),
        ("minuts", 60, "minuts", "is not known here. Known are: key, title, award"),
        ("kind", "course", "kind", "is not known here."),
        ("weeks", 0, "weeks", "is less than 1."),
        ("weeks", True, "weeks", "is not a whole number."),
        ("session_minutes", "150", "session_minutes", "is not a whole number."),
        ("source", "AFT", "source", "is not a table"),
        ("source/body", "", "source.body", "is empty."),
        ("source/where", "  ", "source.where", "is empty."),
        ("source/read_on", "22/11/2026", "source.read_on", "is not a date"),
        ("source/read_on", "2026-02-29", "source.read_on", "is not a date"),
        ("source/read_on", datetime(2026, 11, 22), "source.read_on", "is not a date"),
        ("source/verified", "yes", "source.verified", "is neither true nor false."),
        ("activities", {}, "activities", "is not a list."),
        ("activities/0/key", "Taught", "activities[0].key", "“Taught” is not a key"),
        ("activities/0/key", "lessons", "activities[0]", "“lessons” needs a parent;"),
        ("activities/0/title", "", "activities[0].title", "is empty."),
        ("activities/1/key", "taught", "activities[1].key", "“taught” is there twice."),
        ("activities/2/parent", "clinic", "activities[2].parent", "“clinic” is not an activity"),
        ("activities/2/parent", "family-clinic", "activities[2].parent", "lies below itself."),
        ("activities/0/roles", ["boss"], "activities[0].roles", "“boss” is not one of: lead,"),
        ("modules/0/title", "", "modules[0].title", "is empty."),
        ("modules/1/key", "genograms", "modules[1].key", "is there twice."),
        ("governance/0/activities", ["tea"], "governance[0].activities", "is not an activity"),
        ("governance/1/item", "enhanced-dbs", "governance[1].item", "is there twice."),
        ("credits/0/activity", "tea", "credits[0].activity", "is not an activity"),
        ("credits/0/kind", "third", "credits[0].kind", "is not one of: full, half,"),
        ("credits/0/largest_group", 0, "credits[0].largest_group", "0 is not 1 or more."),
        ("requirements", [], "requirements", "is empty: a course asks for at least one thing."),
        ("requirements/0/kind", ..., "requirements[0]", "has no kind."),
        ("requirements/0", "hours", "requirements[0]", "has no kind."),
        ("requirements/0/kind", "luck", "requirements[0].kind", "is not one of: minimum-minutes,"),
        ("requirements/0/minutes", ..., "requirements[0].minutes", "is missing."),
        ("requirements/0/minutes", 0, "requirements[0].minutes", "0 is not 1 or more."),
        ("requirements/0/minutes", 1.5, "requirements[0].minutes", "is not a whole number."),
        ("requirements/0/percent", 5, "requirements[0].percent", "is not known here."),
        ("requirements/0/formats", ["trio"], "requirements[0].formats", "is not one of:"),
        ("requirements/0/modes", ["post"], "requirements[0].modes", "is not one of:"),
        ("requirements/0/pooled", "room", "requirements[0].pooled", "is not one of: person, sess"),
        ("requirements/0/roles", "lead", "requirements[0].roles", "is not a list."),
        ("requirements/0/roles", [1], "requirements[0].roles[0]", "is not a text."),
        ("requirements/1/key", "m", "requirements[1].key", "“m” is there twice."),
        ("requirements/1/percent", 0, "requirements[1].percent", "0 is not 1 or more, up to 100."),
        ("requirements/1/percent", 101, "requirements[1].percent", "101 is not 1 or more, up to"),
        ("requirements/2/modules", ["x"], "requirements[2].modules", "“x” is not a module"),
        ("requirements/3/items", ["x"], "requirements[3].items", "“x” is not a governance item"),
    ],
)
def test_terms_that_are_wrong_are_refused_with_the_place_and_what_is_wrong(
    change: str, value: object, path: str, message: str
) -> None:
    with pytest.raises(TermsError) as refused:
        terms_from_dict(changed(change, value))
    assert refused.value.path == path
    assert message in refused.value.message
    assert str(refused.value) == f"{path}: {refused.value.message}"


def test_something_that_is_not_a_course_at_all_is_refused() -> None:
    with pytest.raises(TermsError, match=r"^is not a table of named values"):
        terms_from_dict(["aft-foundation"])


def test_activities_in_a_circle_are_refused() -> None:
    circle = (
        *ACTIVITIES,
        Activity("one", "One", parent="two"),
        Activity("two", "Two", parent="one"),
    )
    with pytest.raises(TermsError, match="“one” lies below itself"):
        terms(activities=circle)


def test_hundred_per_cent_and_a_group_of_one_may_be_asked_for() -> None:
    course = terms(
        requirements=(AttendancePercent("a", "Attendance", "taught", 100),),
        credits=(GroupCredit("supervision", CreditKind.FULL, 1),),
        weeks=1,
        session_minutes=1,
    )
    assert terms_from_dict(terms_to_dict(course)) == course


def test_a_course_is_verified_only_where_every_figure_is() -> None:
    assert EVERYTHING.is_verified
    assert not terms(requirements=(MinimumMinutes("m", "M", "practice", 1),)).is_verified
    assert not terms(credits=(GroupCredit("practice", CreditKind.HALF),)).is_verified
    unread = Source(SOURCE.body, SOURCE.where, SOURCE.read_on, verified=False)
    assert not terms(source=unread).is_verified


def test_a_tree_covers_what_lies_below_and_nothing_above_or_beside() -> None:
    course: Terms = terms()
    assert course.covers("practice", "practice")
    assert course.covers("practice", "family-clinic")
    assert not course.covers("family-clinic", "practice")
    assert not course.covers("practice", "supervision")
    assert not course.covers("practice", "unheard-of")


def test_a_date_of_a_toml_file_is_read_as_it_is() -> None:
    plain = {"body": "B", "where": "W", "read_on": date(2026, 11, 22), "verified": True}
    assert from_plain(Source, plain) == Source("B", "W", date(2026, 11, 22), verified=True)


def test_plain_data_of_other_things_is_refused_without_a_path_too() -> None:
    with pytest.raises(PlainDataError, match=r"^key: is missing"):
        from_plain(Module, {"title": "Genograms"})
    assert to_plain(Module("genograms", "Genograms")) == {"key": "genograms", "title": "Genograms"}
