"""The commands `flask demo ...`: load the demonstration, and say who can sign in to it."""

from flask import Flask, current_app
from flask.cli import AppGroup

from config import Profile, Settings
from trainee_tracker import clock
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.demo import programme
from trainee_tracker.demo.reader import PASSWORD, people, told
from trainee_tracker.extensions import reading
from trainee_tracker.messages import say, say_many, verbatim
from trainee_tracker.refusals import Refused
from trainee_tracker.terminal import failed, in_words, show, tell

demo = AppGroup("demo", help="The demonstration: two networks with a history.")


def register(app: Flask) -> None:
    """Give `app` the commands of the demonstration."""
    app.cli.add_command(demo)


@demo.command("load")
@in_words
def load() -> None:
    """Load the demonstration into an empty database, or say that it is there."""
    settings = _settings()
    if programme.is_loaded():
        tell(say("The demonstration is loaded already; nothing was changed."))
        return
    tell(say("Loading the demonstration; this takes about half a minute."))
    began = clock.now()
    try:
        count = programme.load(clock.today(), CheckAddress(settings.public_url))
    except Refused as refusal:
        raise failed(refusal) from None
    seconds = (clock.now() - began).total_seconds()
    tell(
        say_many(
            "Loaded {n} act of two networks in {seconds} s.",
            "Loaded {n} acts of two networks in {seconds} s.",
            n=count,
            seconds=round(seconds),
        )
    )


@demo.command("who")
@reading()
@in_words
def show_who() -> None:
    """Print who can sign in to the demonstration, and what each of them sees."""
    url = verbatim(_settings().public_url)
    if not programme.is_loaded():
        raise failed(
            say(
                "The demonstration is not loaded yet: {command}",
                command=verbatim("flask demo load"),
            )
        )
    show()
    tell(say("The demonstration is at {url}", url=url))
    show()
    tell(say("Everybody’s password: {password}", password=verbatim(PASSWORD)))
    tell(say("It is the same for all of the other people, whose addresses an administrator sees."))
    for visit in told("visits")["visit"]:
        person = people()[visit["person"]]
        show(f"\n  {person.email}\n      {person.full_name}, {visit['capacity']}")
        show(f"      {visit['shows']}")
    show()
    tell(say("Certificates that anyone can check at {url}/check:", url=url))
    for status, serial in programme.certificates_to_check().items():
        show(f"  {grouped(serial)}  {told('visits')['certificates'][status]}")
    show()


def _settings() -> Settings:
    """Return the settings; raises ClickException where the demonstration must not be loaded.

    Everybody’s password in it is known to all the world.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.profile is Profile.PRODUCTION:
        raise failed(
            say(
                "The demonstration is never loaded into a real installation. Run: {command}",
                command=verbatim("make demo"),
            )
        )
    return settings
