"""Making sure that it is the person signed in who acts: their password, asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from flask import request

from trainee_tracker.clock import now
from trainee_tracker.people.access import current_person
from trainee_tracker.people.passwords.actions import confirm_password

if TYPE_CHECKING:
    from wtforms import Field


class AsksForPassword(Protocol):
    """A form with the field in which somebody proves who they are."""

    @property
    def password(self) -> Field:
        """The field."""


def by_password(form: AsksForPassword) -> Callable[[], None]:
    """Return the check that the password typed into `form` is that of the person signed in.

    It raises WrongPassword, or TooSoon after too many wrong ones from one address.
    """

    def check() -> None:
        confirm_password(
            current_person, form.password.data or "", address=request.remote_addr, at=now()
        )

    return check
