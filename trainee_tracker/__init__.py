"""trainee_tracker: cohorts, supervised hours, clinical governance and certificates.

For networks of pastors, imams and other community leaders who train as lay family therapists,
and for those who teach, supervise and answer for them.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from config import Settings
from trainee_tracker.languages import ENGLISH
from trainee_tracker.spoken import Catalogues

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, set up from `settings` (read from the environment by default).

    Raises ConfigError for a setting that cannot be used, and RuntimeError when a page declares
    no access rule.
    """
    from trainee_tracker import (
        addresses,
        bounds,
        commands,
        cookies,
        errors,
        extensions,
        filters,
        forgery,
        form,
        headers,
        health,
        logs,
        navigation,
        proxies,
    )
    from trainee_tracker.arrivals import views as arrivals
    from trainee_tracker.audit import actions as audit_chain
    from trainee_tracker.background import timetable
    from trainee_tracker.background import views as background
    from trainee_tracker.certificates import views as certificates
    from trainee_tracker.certificates.checking import views as checking
    from trainee_tracker.certificates.ending import views as ending
    from trainee_tracker.certificates.issuing import many as many_awards
    from trainee_tracker.certificates.issuing import views as issuing
    from trainee_tracker.certificates.support import projection as supports
    from trainee_tracker.certificates.support import views as support
    from trainee_tracker.cohorts import views as cohorts
    from trainee_tracker.cohorts.modules import views as modules
    from trainee_tracker.cohorts.registers import views as registers
    from trainee_tracker.cohorts.results import views as results
    from trainee_tracker.cohorts.teaching import views as teaching
    from trainee_tracker.courses import views as courses
    from trainee_tracker.editor import views as editor
    from trainee_tracker.editor.adapting import views as adapting
    from trainee_tracker.editor.opening import views as opening
    from trainee_tracker.editor.parts import views as parts
    from trainee_tracker.editor.preview import views as preview
    from trainee_tracker.editor.publishing import views as publishing
    from trainee_tracker.exchange import views as exchange
    from trainee_tracker.exchange.preview import views as exchange_preview
    from trainee_tracker.governance import views as governance
    from trainee_tracker.home import views as home
    from trainee_tracker.hours import wording as hours_words
    from trainee_tracker.jobs import waking
    from trainee_tracker.logbook import views as logbook
    from trainee_tracker.moving import views as moving
    from trainee_tracker.moving.agreements import views as agreements
    from trainee_tracker.outbox import views as outbox
    from trainee_tracker.people import access, posting, rights
    from trainee_tracker.people import views as people
    from trainee_tracker.people.account import views as account
    from trainee_tracker.people.invitations import sending
    from trainee_tracker.people.invitations import views as invitations
    from trainee_tracker.people.language import requests as language_requests
    from trainee_tracker.people.language import views as language
    from trainee_tracker.people.names import views as names
    from trainee_tracker.people.organisations import views as organisations
    from trainee_tracker.people.roles import views as roles
    from trainee_tracker.people.sign_in import browsers
    from trainee_tracker.people.sign_in import views as sign_in
    from trainee_tracker.progress import projection
    from trainee_tracker.sign_off import views as sign_off
    from trainee_tracker.standings import views as standings

    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=str(PROJECT_FOLDER / "templates"))
    app.config.from_mapping(settings.flask_config())
    app.config["PROFILE"] = settings.profile
    proxies.register(app)
    addresses.register(app)
    cookies.register(app)
    # Loading these is what makes every act extend the chain, ask for rights, and store standings.
    app.extensions["trainee_tracker"] = {
        "watchers": (audit_chain, rights, projection, supports),
        # These say how a kind of job is done.
        "kinds_of_jobs": (many_awards, posting, sending, timetable),
        # These give their pages to the blueprint of their room.
        "pages_of_cohorts": (modules, registers, results, teaching),
        "pages_of_the_editor": (adapting, opening, parts, preview, publishing),
    }
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(PROJECT_FOLDER / "migrations"))
    forgery.register(app)
    extensions.csrf.init_app(app)
    extensions.babel.init_app(
        app, default_locale=ENGLISH.locale, locale_selector=language_requests.locale_of_page
    )
    extensions.babel.domain_instance = Catalogues()
    browsers.register(app)
    rooms = (
        sign_in,
        account,
        people,
        language,
        invitations,
        names,
        organisations,
        arrivals,
        roles,
        courses,
        cohorts,
        teaching,
        registers,
        modules,
        results,
        exchange,
        exchange_preview,
        logbook,
        sign_off,
        governance,
        editor,
        certificates,
        issuing,
        ending,
        checking,
        support,
        moving,
        agreements,
        standings,
        background,
        home,
        outbox,
    )
    for room in rooms:
        app.register_blueprint(room.bp)
    waking.register(app)
    logs.init_app(app)
    app.jinja_env.globals["hours_words"] = hours_words
    for part in (headers, bounds, health, filters, form, errors, navigation, commands):
        part.register(app)
    access.ensure_declared(app)
    return app
