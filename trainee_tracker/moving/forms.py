"""What is asked of whoever moves a cohort, asks for fewer checks or agrees to them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import NoteField, SecretField
from trainee_tracker.form import ActForm, DigestField
from trainee_tracker.reasons import LONGEST_REASON


class MoveCohortForm(ActForm):
    """Why a cohort moves, and what its lead was shown before it does."""

    digest = DigestField()
    reason = NoteField(
        _l("Why does the cohort move?"),
        longest=LONGEST_REASON,
        needed=_l("Write why the cohort moves"),
        description=_l(
            "It stays on the cohort’s page, for example “The accreditor asks for 60 h”."
        ),
    )


class AskTermsForm(ActForm):
    """Why fewer checks are enough."""

    reason = NoteField(
        _l("Why are fewer checks enough?"),
        longest=LONGEST_REASON,
        needed=_l("Write why fewer checks are enough"),
        description=_l("Both governance leads read it before they answer."),
    )


class AgreeTermsForm(ActForm):
    """A signature under what the page shows."""

    digest = DigestField()
    password = SecretField(_l("Your password"), needed=_l("Enter your password to sign"))


class DeclineTermsForm(ActForm):
    """Why fewer checks are not enough."""

    reason = NoteField(
        _l("Why do you decline?"),
        longest=LONGEST_REASON,
        needed=_l("Say why, so that the training lead knows what to change"),
    )
