"""What a password has to be, and how long to wait after wrong ones; knows no database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from trainee_tracker.messages import Message, say
from trainee_tracker.people.rules import email_key

PASSWORD_LENGTH = 15
"""Least number of characters. Source: NIST SP 800-63B-4, passwords used as the only factor."""


PASSWORD_LIMIT = 256
"""Most characters that are hashed, so that a huge one cannot tie up the server."""


EASY_GUESSES = 10**10
"""A password found within so many tries by somebody who begins with the common ones is refused."""


ATTEMPT_WINDOW = timedelta(minutes=15)
"""How far back wrong passwords are counted."""


LONGEST_WAIT_SECONDS = 300


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


def password_fault(password: str, *, email: str, name: str, guesses: int) -> Message | None:
    """Return why `password` may not be used, in a sentence for the person, or None if it may.

    `guesses` is how many tries it takes somebody who begins with the common passwords.
    """
    if len(password) < PASSWORD_LENGTH:
        return say(
            "Use at least {least} characters. Three or four words together work well.",
            least=PASSWORD_LENGTH,
        )
    if len(password) > PASSWORD_LIMIT:
        return say("Use at most {most} characters.", most=PASSWORD_LIMIT)
    rest = normal_password(password).casefold()
    if len(set(rest)) < 5:
        return say("This repeats too few different characters. Choose another password.")
    if guesses < EASY_GUESSES:
        return say(
            "This is easy to guess, because many people use it or parts of it."
            " Choose words that have nothing to do with each other."
        )
    for word in own_words(email, name):
        rest = rest.replace(word, "")
    if len(re.sub(r"[\W\d_]", "", rest)) < 6:
        return say("This is little more than your name or e-mail address. Choose another password.")
    return None


@dataclass(frozen=True)
class Tries:
    """How many wrong passwords came in within the window, and when the last one did."""

    count: int = 0
    last_at: datetime | None = None


def wait_after(failures_here: int, failures_at_address: int) -> timedelta:
    """Return how long to wait after wrong passwords within the window before the next try counts.

    `failures_here` are those for this account from this network address, so that a stranger
    elsewhere cannot lock the owner out; `failures_at_address` are those from there on any account.
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
