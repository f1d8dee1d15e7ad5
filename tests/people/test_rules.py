"""Passwords, the pace of attempts, addresses, links, colours: tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trainee_tracker.people import rules
from trainee_tracker.people.organisations import rules as organisation_rules
from trainee_tracker.people.passwords import rules as password_rules
from trainee_tracker.people.passwords.rules import Tries
from trainee_tracker.people.rules import Role
from trainee_tracker.people.sign_in import rules as sign_in_rules

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EMAIL = "grace.mensah@example.org"
NAME = "Grace O'Mensah"


@pytest.mark.parametrize(
    ("password", "guesses", "fault"),
    [
        ("four quiet rivers run", 10**15, None),
        ("ثلاثة انهار هادئة جدا", 10**15, None),
        ("correct horse battery staple " * 8, 10**20, None),
        ("fourteen chars", 10**15, "at least 15"),
        ("", 0, "at least 15"),
        ("x1!" * 86, 10**20, "at most 256"),
        ("abababababababab", 10**15, "too few different"),
        ("passwordpassword", 7, "easy to guess"),
        ("Grace Mensah 1975", 10**15, "your name or e-mail"),
        ("grace.mensah@example.org", 10**15, "your name or e-mail"),
        ("1234567890 54321", 10**15, "your name or e-mail"),
        ("Grace of four rivers", 10**15, None),
    ],
)
def test_a_password_is_refused_with_what_to_do(
    password: str, guesses: int, fault: str | None
) -> None:
    said = password_rules.password_fault(password, email=EMAIL, name=NAME, guesses=guesses)
    if fault is None:
        assert said is None
    else:
        assert said is not None
        assert fault in str(said)


def test_the_same_password_in_two_spellings_is_one() -> None:
    assert password_rules.normal_password("cafe\u0301 \ufb01ve") == password_rules.normal_password(
        "caf\u00e9 five"
    )


@pytest.mark.parametrize(
    ("email", "is_address"),
    [
        ("name@example.org", True),
        ("  Name@Example.ORG ", True),
        ("o'neil+trainee@example.org", True),
        ("imam@bücher.example", True),
        ("josé@example.org", False),
        ("name", False),
        ("name@localhost", False),
        ("two words@example.org", False),
        ("a@example.org, b@example.org", False),
        ("name@example.org\nBcc: all@example.org", False),
        ("", False),
        ("x" * 300 + "@example.org", False),
    ],
)
def test_an_email_address_is_told_from_what_is_none(email: str, is_address: bool) -> None:
    assert (rules.email_fault(email) is None) is is_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        (None, "not an address"),
    ],
)
def test_two_addresses_of_one_visitor_count_as_one(one: str | None, other: str) -> None:
    assert password_rules.address_key(one) == password_rules.address_key(other)


def test_neighbouring_networks_are_told_apart() -> None:
    keys = map(
        password_rules.address_key, ["192.0.2.7", "192.0.2.8", "2001:db8:1:2::1", "2001:db8:1:3::1"]
    )
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("here", "at_address", "seconds"),
    [
        (0, 0, 0),
        (3, 3, 0),
        (4, 4, 2),
        (5, 5, 4),
        (11, 11, 256),
        (12, 12, 300),
        (5_000, 5_000, 300),
        (0, 20, 0),
        (0, 21, 2),
        (4, 24, 16),
    ],
)
def test_wrong_passwords_slow_the_next_one_down(here: int, at_address: int, seconds: int) -> None:
    assert password_rules.wait_after(here, at_address) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("here", "at_address", "seconds"),
    [
        (Tries(), Tries(), 0),
        (Tries(4, AT), Tries(4, AT), 2),
        (Tries(4, AT - timedelta(milliseconds=1500)), Tries(4, AT), 1),
        (Tries(4, AT - timedelta(seconds=2)), Tries(4, AT), 0),
        (Tries(), Tries(22, AT - timedelta(seconds=1)), 3),
        (Tries(5, AT), Tries(25, AT - timedelta(seconds=30)), 4),
    ],
)
def test_the_wait_runs_from_the_last_wrong_password(
    here: Tries, at_address: Tries, seconds: int
) -> None:
    assert password_rules.seconds_to_wait(here, at_address, at=AT) == seconds


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/", "/"),
        ("/hours?", "/hours"),
        ("/hours?page=2", "/hours?page=2"),
        (None, None),
        ("", None),
        ("hours", None),
        ("//evil.example", None),
        ("///evil.example", None),
        ("https://evil.example/", None),
        ("/\\evil.example", None),
        ("/\t/evil.example", None),
        ("/x\x7f", None),
        ("/ /evil.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_a_path_of_ours_is_followed(text: str | None, path: str | None) -> None:
    assert sign_in_rules.local_path(text) == path


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Unheard of) Firefox/1", "Firefox"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_people_know_their_own_browser_again(user_agent: str, name: str) -> None:
    assert sign_in_rules.browser_name(user_agent) == name


@pytest.mark.parametrize(
    ("colour", "carries_text", "fault"),
    [
        ("#3d2a5c", True, None),
        ("#6e6e6e", True, None),
        ("#6f6f6f", True, "contrast 4.4 to 1"),
        ("#767676", True, "contrast 4.0 to 1"),
        ("#e3a72f", True, "Choose a darker colour"),
        ("#e3a72f", False, None),
        ("#ffffff", True, "contrast 1.0 to 1"),
        ("#3D2A5C", True, "six digits or letters"),
        ("plum", False, "six digits or letters"),
        ("#3d2a5c}", False, "six digits or letters"),
        ("", False, "six digits or letters"),
    ],
)
def test_a_colour_that_hides_words_is_refused(
    colour: str, carries_text: bool, fault: str | None
) -> None:
    said = organisation_rules.colour_fault(colour, carries_text=carries_text)
    if fault is None:
        assert said is None
    else:
        assert said is not None
        assert fault in str(said)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert organisation_rules.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert organisation_rules.contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert organisation_rules.contrast("#777777", "#ffffff") == organisation_rules.contrast(
        "#ffffff", "#777777"
    )


def test_a_tint_keeps_the_hue_and_is_nearly_white() -> None:
    assert organisation_rules.soft("#808080") == "#f2f2f2"
    assert organisation_rules.soft("#ff0000") == "#ffe5e5"
    assert organisation_rules.soft("#3d2a5c") == "#f1edf7"


def test_a_training_lead_gives_roles_of_the_programme_only_at_their_own_organisation() -> None:
    held = [(Role.TRAINING_LEAD, 1), (Role.GOVERNANCE_LEAD, 2)]
    given = frozenset({Role.TRAINEE, Role.SUPERVISOR, Role.GOVERNANCE_LEAD})
    assert rules.roles_givable_at(held, 1) == given
    assert rules.roles_givable_at(held, 2) == frozenset()
    assert rules.roles_givable_at([], 1) == frozenset()


def test_an_administrator_gives_every_role_everywhere() -> None:
    assert rules.roles_givable_at([(Role.ADMINISTRATOR, 1)], 99) == frozenset(Role)


def test_a_kept_token_does_not_show_what_it_was() -> None:
    assert rules.token_hash("token") != "token"
    assert len(rules.token_hash("")) == 64
