"""The page on which somebody chooses the language of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from markupsafe import Markup

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.languages import Language, language_of
from trainee_tracker.messages import Verbatim, say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.language import actions, requests
from trainee_tracker.people.language.forms import ChooseLanguageForm
from trainee_tracker.spoken import language_of_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("language", __name__)

FOLLOWS_BROWSER = "browser"


@bp.route("/account/language", methods=["GET", "POST"])
@requires(Permission.BE_SIGNED_IN)
def choose_language() -> ResponseReturnValue:
    """Let somebody choose the language of their pages and letters."""
    here = requests.languages_here()
    form = ChooseLanguageForm(language=current_person.language or FOLLOWS_BROWSER)
    form.language.choices = [
        (FOLLOWS_BROWSER, _("What my browser asks for")),
        *((each.tag, _in_its_own_words(each)) for each in here),
    ]

    def choose() -> None:
        chosen = language_of(form.language.data, pseudo=any(each.is_pseudo for each in here))
        actions.choose_language(current_person, chosen)
        # What follows is said in the language that they chose.
        refresh()

    def done(_nothing: None) -> Done:
        return Done(
            url_for("account.account"),
            say(
                "Your pages and e-mails are in this language now: {name}.",
                name=Verbatim(language_of_page().own_name),
            ),
        )

    return attempt(
        form,
        choose,
        done=done,
        page=lambda: render_template("people/language/choose_language.html", form=form),
    )


def _in_its_own_words(language: Language) -> Markup:
    """Return the name of a language, marked as being written in it, for whoever hears the page."""
    return Markup('<bdi lang="{}">{}</bdi>').format(language.tag, language.own_name)
