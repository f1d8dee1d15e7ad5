"""Sides, roles, passwords, colours and the pace of sign-in attempts; knows no database."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from email_validator import EmailNotValidError, validate_email

PASSWORD_LENGTH = 15
"""Least number of characters. Source: NIST SP 800-63B-4, passwords used as the only factor."""

PASSWORD_LIMIT = 256
"""Most characters that are hashed, so that a huge one cannot tie up the server."""

EASY_GUESSES = 10**10
"""A password found within so many tries by somebody who begins with the common ones is refused."""

INVITATION_VALIDITY = timedelta(days=14)
SIGN_IN_VALIDITY = timedelta(hours=12)
PROOF_VALIDITY = timedelta(minutes=10)
"""How long a password given for one correction stands for the next ones in the same browser."""

ATTEMPT_WINDOW = timedelta(minutes=15)
"""How far back wrong passwords are counted."""

LONGEST_WAIT_SECONDS = 300
LEAST_CONTRAST = 4.5
"""Between text and its ground. Source: WCAG 2.2, success criterion 1.4.3, level AA."""

SOFT_LIGHTNESS = 0.95
"""How light the tint of a colour is, from 0 (black) to 1 (white)."""

COLOUR = re.compile(r"#[0-9a-f]{6}")


class Side(StrEnum):
    """Which side of the partnership an organisation stands on."""

    COMMUNITY = "community"
    STATUTORY = "statutory"
    TRAINING_PROVIDER = "training_provider"
    ACCREDITOR = "accreditor"


SIDES = (Side.COMMUNITY, Side.STATUTORY)
"""The two sides that sign together, in the order in which pages name them."""


class AccountPart(StrEnum):
    """What of an account can change: how its owner is reached and how they prove who they are."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  (the name of a part, not a secret)


class Role(StrEnum):
    """What a person does for an organisation."""

    ADMINISTRATOR = "administrator"
    TRAINING_LEAD = "training_lead"
    GOVERNANCE_LEAD = "governance_lead"
    SUPERVISOR = "supervisor"
    TRAINEE = "trainee"
    COMMISSIONER = "commissioner"


INVITABLE_BY: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.TRAINING_LEAD: frozenset({Role.TRAINEE, Role.SUPERVISOR, Role.GOVERNANCE_LEAD}),
}
"""Which roles a person of a role may give. An administrator may give all; a training lead those
of their own programme. Policy of this software, open to change by the partnership."""


def roles_givable_by(roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles that a person holding `roles` may give to others."""
    return frozenset().union(*(INVITABLE_BY.get(role, frozenset()) for role in roles))


def roles_givable_at(held: Iterable[tuple[Role, int]], organisation_id: int) -> frozenset[Role]:
    """Return the roles that somebody holding `held` (role, organisation id) may give there.

    An administrator gives roles at any organisation, everybody else only at their own.
    """
    return roles_givable_by(
        frozenset(
            role for role, where in held if role is Role.ADMINISTRATOR or where == organisation_id
        )
    )


def email_key(email: str) -> str:
    """Return the one spelling under which an e-mail address is known: NFKC, trimmed, lower case."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def email_fault(email: str) -> str | None:
    """Return why `email` cannot be an e-mail address, in a sentence, or None if it can."""
    try:
        # Mail servers rarely take other letters before the @, and a lost invitation says nothing.
        validate_email(email_key(email), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return "Enter an e-mail address, for example name@example.org"
    return None


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token: its SHA-256, which nobody can turn back."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint(value: str | None) -> str:
    """Return by what a recorded value of an account is known again: its SHA-256, "" for none."""
    return "" if value is None else hashlib.sha256(value.encode()).hexdigest()


def address_key(address: str | None) -> str:
    """Return the one spelling of a network address under which its wrong passwords are counted.

    One household or phone has a whole /64 of IPv6 addresses, so these count as one.
    """
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ip_network((int(known), 64), strict=False))
    return str(known)


def normal_password(password: str) -> str:
    """Return the one spelling of a password that is hashed: NFKC, as NIST SP 800-63B-4 asks.

    The same letters typed on two phones may arrive as different code points.
    """
    return unicodedata.normalize("NFKC", password)


def own_words(email: str, name: str) -> list[str]:
    """Return the parts of a person's own name and e-mail address, longest first, in lower case."""
    words = re.split(r"[\W_]+", f"{email_key(email)} {name.casefold()}")
    return sorted({word for word in words if len(word) > 2}, key=len, reverse=True)


def password_fault(password: str, *, email: str, name: str, guesses: int) -> str | None:
    """Return why `password` may not be used, in a sentence for the person, or None if it may.

    `guesses` is how many tries it takes somebody who begins with the common passwords.
    """
    if len(password) < PASSWORD_LENGTH:
        return f"Use at least {PASSWORD_LENGTH} characters. Three or four words together work well."
    if len(password) > PASSWORD_LIMIT:
        return f"Use at most {PASSWORD_LIMIT} characters."
    rest = normal_password(password).casefold()
    if len(set(rest)) < 5:
        return "This repeats too few different characters. Choose another password."
    if guesses < EASY_GUESSES:
        return (
            "This is easy to guess, because many people use it or parts of it."
            " Choose words that have nothing to do with each other."
        )
    for word in own_words(email, name):
        rest = rest.replace(word, "")
    if len(re.sub(r"[\W\d_]", "", rest)) < 6:
        return "This is little more than your name or e-mail address. Choose another password."
    return None


@dataclass(frozen=True)
class Tries:
    """How many wrong passwords came in within the window, and when the last one did."""

    count: int = 0
    last_at: datetime | None = None


def wait_after(failures_here: int, failures_at_address: int) -> timedelta:
    """Return how long to wait after wrong passwords within the window before the next try counts.

    `failures_here` are those for this account from this address, so that a stranger elsewhere
    cannot lock the owner out; `failures_at_address` are those from this address on any account.
    Three slips are free; then 2, 4, 8 ... seconds up to five minutes.
    """
    by_account = max(0, failures_here - 3)
    by_address = max(0, failures_at_address - 20)
    if not by_account and not by_address:
        return timedelta(0)
    doublings = min(max(by_account, by_address), 10)
    return timedelta(seconds=min(2**doublings, LONGEST_WAIT_SECONDS))


def seconds_to_wait(here: Tries, at_address: Tries, *, at: datetime) -> int:
    """Return how many whole seconds from `at` (UTC) the next try has to wait; 0 if it need not."""
    waits = (
        (here.last_at, wait_after(here.count, 0)),
        (at_address.last_at, wait_after(0, at_address.count)),
    )
    ends = [last_at + wait for last_at, wait in waits if last_at is not None]
    left = max((end - at for end in ends), default=timedelta(0))
    return max(0, -(-left // timedelta(seconds=1)))


def is_just_proven(proven_at: datetime | None, at: datetime) -> bool:
    """Tell whether a password given at an instant still stands for the next correction."""
    return proven_at is not None and timedelta(0) <= at - proven_at <= PROOF_VALIDITY


def local_path(text: str | None) -> str | None:
    """Return `text` if it leads to a page of ours, else None, so that no link sends people away."""
    if not text or not text.startswith("/") or text.startswith("//"):
        return None
    # Browsers read a backslash as a slash and leave out tabs and line ends.
    if "\\" in text or any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        return None
    return text.rstrip("?")


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Return how a person knows their own browser again, such as "Chrome · Android", or ""."""
    found = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found))


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21) of two colours `#rrggbb`. Source: WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def soft(colour: str) -> str:
    """Return the pale tint of a colour `#rrggbb` that lies behind words in that colour."""
    hue, _lightness, saturation = rgb_to_hls(*_shares(colour))
    return "#" + "".join(
        f"{round(share * 255):02x}" for share in hls_to_rgb(hue, SOFT_LIGHTNESS, saturation)
    )


def colour_fault(colour: str, *, carries_text: bool) -> str | None:
    """Return why a network cannot use `colour`, in a sentence, or None if it can.

    `carries_text` is for the brand: words stand in white on it, and in it on white and on its tint.
    """
    if not COLOUR.fullmatch(colour):
        return "Enter a colour as # and six digits or letters a to f, for example #3d2a5c"
    if not carries_text:
        return None
    least = min(contrast(colour, "#ffffff"), contrast(colour, soft(colour)))
    if least < LEAST_CONTRAST:
        # Rounded down, so that 4.49 does not read as enough.
        return (
            f"Words in this colour are hard to read (contrast {int(least * 10) / 10} to 1,"
            f" and at least {LEAST_CONTRAST} is needed). Choose a darker colour."
        )
    return None


def _shares(colour: str) -> tuple[float, float, float]:
    """Return how much red, green and blue (0 to 1) a colour has."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in _shares(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
