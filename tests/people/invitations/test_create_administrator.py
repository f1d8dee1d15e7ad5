"""`flask create-administrator` asks for what it was not given, in the language of the installation."""

from __future__ import annotations

from flask import Flask

from trainee_tracker.languages import ACCENTS
from trainee_tracker.messages import say
from trainee_tracker.spoken import speaker_of


def test_what_is_not_given_is_asked_for(app: Flask) -> None:
    app.config["LANGUAGE"] = ACCENTS.tag
    done = app.test_cli_runner().invoke(
        args=["create-administrator", "--email", "ada@care.example"],
        input="Ada Merriweather\nCare Trust\n",
    )
    assert done.exit_code == 0, done.output
    own = speaker_of(ACCENTS)
    for asked in (say("Full name"), say("Organisation")):
        assert f"{own.speak(asked)}: " in done.output
    assert own.speak(say("E-mail address")) not in done.output
    assert own.speak(say("Open this link within 14 days to choose a password:")) in done.output
    assert "/invitation/" in done.output
