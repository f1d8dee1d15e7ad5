"""What is asked of whoever moves a cohort to another version of its course."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.cohorts.rules import LONGEST_MOVE_REASON
from trainee_tracker.fields import DigestField, Form, NoteField, RequestIdField


class MoveCohortForm(Form):
    """Why a cohort moves, and what its lead was shown before it does."""

    request_id = RequestIdField()
    digest = DigestField()
    reason = NoteField(
        _l("Why does the cohort move?"),
        longest=LONGEST_MOVE_REASON,
        needed=_l("Write why the cohort moves"),
        description=_l(
            "It stays on the cohort's page, for example “The accreditor asks for 60 h”."
        ),
    )
