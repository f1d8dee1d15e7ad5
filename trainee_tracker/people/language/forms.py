"""The form in which somebody chooses a language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import ChipsField
from trainee_tracker.form import ActForm


class ChooseLanguageForm(ActForm):
    """One of the installed languages, or none: that of the browser."""

    language = ChipsField(
        _l("Language of your pages and e-mails"), needed=_l("Choose one of the answers shown")
    )
