"""What is asked of whoever ends a role, or answers for a governance lead of the other side."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import NoteField, SecretField
from trainee_tracker.form import ActForm
from trainee_tracker.reasons import LONGEST_REASON

NEEDS_PASSWORD = _l("Enter your password, so that nobody else can do this in your name")


class EndRoleForm(ActForm):
    """That it is oneself who ends a role."""

    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)


class AcceptRoleForm(ActForm):
    """That it is oneself who accepts a governance lead."""

    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)


class DeclineRoleForm(ActForm):
    """Why a governance lead is not accepted."""

    reason = NoteField(
        _l("Why do you decline?"),
        needed=_l("Say why, so that whoever gave the role knows what to do"),
        longest=LONGEST_REASON,
    )
    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)
