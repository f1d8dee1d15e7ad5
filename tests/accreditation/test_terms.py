"""Terms as data: stored and read exactly, and refused where they contradict themselves."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from tests.accreditation.builders import ACTIVITIES, SOURCE, terms
from tests.accreditation.everything import EVERYTHING
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import KINDS, AttendancePercent, MinimumMinutes
from trainee_tracker.accreditation.limits import LIMITS, AfterCompetence, Cap
from trainee_tracker.accreditation.plain_json import PlainDataError, from_plain, to_plain
from trainee_tracker.accreditation.terms import Terms, TermsError, terms_from_dict, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import Activity, Module, Source


def test_terms_survive_storing_exactly() -> None:
    assert {type(part).kind for part in EVERYTHING.requirements} == set(KINDS)
    assert {type(part).kind for part in EVERYTHING.limits} == set(LIMITS)
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


NO_PARENT = (
    "“lessons” needs a parent; only these have none: taught, study, practice, supervision, "
    "personal-development, peer-support, outreach, indirect."
)
PERCENTAGE_OF = "goes with percent: of which requirement the percentage is."


@pytest.mark.parametrize(
    ("change", "value", "path", "message"),
    [
        ("title", ..., "title", "is missing."),
        ("title", 7, "title", "is not a text."),
        ("title", " ", "title", "is empty."),
        ("award", "", "award", "is empty."),
        ("key", "AFT Foundation", "key", "“AFT Foundation” is not a key such as aft-foundation."),
        ("minuts", 60, "minuts", "is not known here. Known are: key, title, award"),
        ("kind", "course", "kind", "is not known here. Known are: key, title"),
        ("weeks", 0, "weeks", "0 is not 1 or more."),
        ("weeks", True, "weeks", "is not a whole number."),
        ("session_minutes", "150", "session_minutes", "is not a whole number."),
        ("source", "AFT", "source", "is not a table of named values."),
        ("source/body", "", "source.body", "is empty."),
        ("source/where", "  ", "source.where", "is empty."),
        ("source/read_on", "22/11/2026", "source.read_on", "is not a date such as 2026-11-22."),
        ("source/read_on", "2026-02-29", "source.read_on", "is not a date"),
        ("source/read_on", datetime(2026, 11, 22), "source.read_on", "is not a date"),
        ("source/verified", "yes", "source.verified", "is neither true nor false."),
        ("activities", {}, "activities", "is not a list."),
        ("activities/0/key", "Taught", "activities[0].key", "is not a key such as family-clinic."),
        ("activities/0/key", "lessons", "activities[0]", NO_PARENT),
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
        ("requirements/0/percent", 5, "requirements[0].percent", "is not known here"),
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
        ("requirements/0/also", ["x"], "requirements[0].also", "“x” is not an activity"),
        ("requirements/0/without", ["x"], "requirements[0].without", "“x” is not an activity"),
        ("requirements/0/observed", ["x"], "requirements[0].observed", "is not one of: live,"),
        ("requirements/0/after_module", "x", "requirements[0].after_module", "“x” is not a module"),
        ("requirements/4/supervision", "x", "requirements[4].supervision", "is not an activity"),
        (
            "requirements/4/supervision_minutes",
            0,
            "requirements[4].supervision_minutes",
            "0 is not 1 or more.",
        ),
        ("requirements/4/practice_minutes", 0, "requirements[4].practice_minutes", "0 is not 1"),
        ("requirements/4/per", "year", "requirements[4].per", "is not one of: course, month,"),
        ("requirements/5/period", "year", "requirements[5].period", "is not one of: month, week."),
        ("requirements/6/days", 0, "requirements[6].days", "0 is not 1 or more."),
        ("requirements/7/weeks", None, "requirements[7]", "gives either weeks or months."),
        ("requirements/7/weeks", 0, "requirements[7].weeks", "0 is not 1 or more."),
        ("requirements/7/months", 24, "requirements[7]", "gives either weeks or months."),
        ("requirements/8/cases", 0, "requirements[8].cases", "0 is not 1 or more."),
        ("requirements/8/sessions", 0, "requirements[8].sessions", "0 is not 1 or more."),
        (
            "requirements/8/supervision_minutes",
            -1,
            "requirements[8].supervision_minutes",
            "-1 is not 0 or more.",
        ),
        ("requirements/9/types", 0, "requirements[9].types", "0 is not 1 or more."),
        ("requirements/11/evidence", "x", "requirements[11].evidence", "is not a kind of evidence"),
        ("requirements/11/count", 0, "requirements[11].count", "0 is not 1 or more."),
        ("requirements/12/level", 5, "requirements[12].level", "5 is not 1 or more, up to 4."),
        ("requirements/12/level", 0, "requirements[12].level", "0 is not 1 or more, up to 4."),
        (
            "requirements/12/competences",
            ["x"],
            "requirements[12].competences",
            "“x” is not a competence of this course.",
        ),
        ("competences", [], "requirements[12]", "is about competences, and the course names none."),
        ("evidence/0/title", "", "evidence[0].title", "is empty."),
        ("modules", [], "requirements[1]", "is about modules, and the course names none."),
        ("governance", [], "requirements[3]", "is about checks, and the course names none."),
        ("requirements/10/observed", [], "requirements[10].observed", "is empty: name at least"),
        (
            "requirements/4/supervision",
            "family-clinic",
            "requirements[4].supervision",
            "“Family clinic” is a part of “Practice with families”, so its time would be both",
        ),
        (
            "requirements/4/activity",
            "supervision",
            "requirements[4].supervision",
            "“Supervision” is chosen twice. Choose another activity in one of the two places.",
        ),
        (
            "requirements/0/without",
            ["practice"],
            "requirements[0].without",
            "“Practice with families” is chosen twice",
        ),
        ("limits/7/of", "m", "limits[7].of", "“Minutes” is asked of the whole group: nobody has"),
        ("limits/0/months", 0, "limits[0].months", "0 is not 1 or more."),
        ("limits/1/modules", [], "limits[1].modules", "is empty: name at least one."),
        ("limits/1/activities", [], "limits[1].activities", "is empty: name at least one."),
        ("limits/2/activities", [], "limits[2].activities", "is empty: name at least one."),
        ("limits/3/key", "old", "limits[3].key", "“old” is there twice."),
        ("limits/5/minutes", 0, "limits[5].minutes", "0 is not 1 or more."),
        ("limits/6/minutes", None, "limits[6]", "gives either minutes or percent."),
        ("limits/6/of", "own", "limits[6].of", PERCENTAGE_OF),
        ("limits/7/of", None, "limits[7].of", "goes with percent: of which requirement"),
        ("limits/7/of", "a", "limits[7].of", "“a” is not a requirement of minutes of this course."),
        ("limits/7/minutes", 0, "limits[7]", "gives either minutes or percent."),
        ("limits/7/kind", "luck", "limits[7].kind", "is not one of: not-older-than,"),
        (
            "translations/0/language",
            "Arabic!",
            "translations[0].language",
            "is not a key such as ar.",
        ),
        ("translations/0/award", "", "translations[0].award", "is empty."),
        ("hour_minutes", 0, "hour_minutes", "0 is not 1 or more, up to 60."),
        ("hour_minutes", 61, "hour_minutes", "61 is not 1 or more, up to 60."),
    ],
)
def test_terms_that_are_wrong_are_refused_with_the_place_and_what_is_wrong(
    change: str, value: object, path: str, message: str
) -> None:
    with pytest.raises(TermsError) as refused:
        terms_from_dict(changed(change, value))
    assert refused.value.path == path
    said = str(refused.value.message)
    assert message in said
    if message.endswith("."):
        assert said.endswith(message)
    assert str(refused.value) == f"{path}: {said}"


def test_something_that_is_not_a_course_at_all_is_refused() -> None:
    with pytest.raises(TermsError, match=r"^This is not a table of named values"):
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


def test_a_cap_of_no_minutes_shuts_something_out() -> None:
    course = terms(limits=(Cap("none", "Not live", "practice", 0, modes=("asynchronous",)),))
    assert terms_from_dict(terms_to_dict(course)) == course


def test_a_gate_of_competences_needs_competences() -> None:
    gate = AfterCompetence("safe", "Safe", ("practice",), 2)
    with pytest.raises(TermsError, match=r"^limits\[0\]: This is about competences"):
        terms(limits=(gate,))


def test_competences_that_are_not_named_are_all_of_the_course() -> None:
    assert [one.key for one in EVERYTHING.competences_of(())] == ["empathy", "harm"]
    assert [one.key for one in EVERYTHING.competences_of(("harm",))] == ["harm"]


def test_a_course_is_verified_only_where_every_figure_is() -> None:
    assert EVERYTHING.is_verified
    assert not terms(requirements=(MinimumMinutes("m", "M", "practice", 1),)).is_verified
    assert not terms(credits=(GroupCredit("practice", CreditKind.HALF),)).is_verified
    assert not terms(limits=(Cap("none", "None", "practice", 0),)).is_verified
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
    with pytest.raises(PlainDataError, match=r"^key: This is missing"):
        from_plain(Module, {"title": "Genograms"})
    assert to_plain(Module("genograms", "Genograms")) == {"key": "genograms", "title": "Genograms"}
