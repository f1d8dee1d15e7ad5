"""Letters are posted with their act, and sent until they arrive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.jobs.waiting import letters_waiting
from tests.people.post_office import PostOffice, post_office
from trainee_tracker.extensions import db
from trainee_tracker.jobs import actions
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import TRY_AGAIN_AFTER, JobState
from trainee_tracker.jobs.working import work_off
from trainee_tracker.messages import Own, say_again
from trainee_tracker.people.invitations.actions import invite
from trainee_tracker.people.invitations.links import token_of
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.invitations.sending import LINK_IS_OLD, post_link
from trainee_tracker.people.letters import Letter


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    """A mail server."""
    with post_office(app) as opened:
        yield opened


def posted(cast: Cast, *, commit: bool = True) -> str:
    """Post the letter of a new link to the cast's trainee, and return the link's token."""
    token = invite(cast.trainee, actor=cast.training_lead, at=NOW)
    letter = Letter(
        cast.trainee.email, "Abena Osei", "en", "A new link", f"Open https://x.example/i/{token}"
    )
    post_link(letter, token, sender=cast.training_lead, at=NOW)
    if commit:
        db.session.commit()
    return token


def the_job() -> Job:
    """Return the one letter's job as it stands."""
    db.session.rollback()
    return db.session.scalars(select(Job).execution_options(populate_existing=True)).one()


def body(letter: Message) -> str:
    """Return the text of a letter as it arrived."""
    return bytes(letter.get_payload(decode=True)).decode()


def test_no_token_rests_in_a_job_and_the_letter_bears_the_link(
    app: Flask, cast: Cast, office: PostOffice
) -> None:
    token = posted(cast)
    row = the_job()
    for column in Job.__table__.columns:
        assert token not in str(getattr(row, column.name)), column.name
    work_off(app, "a worker")
    (arrived,) = office.taken
    assert f"https://x.example/i/{token}" in body(arrived)
    assert the_job().content == "{}"


def test_an_act_that_is_rolled_back_sends_nothing(
    app: Flask, cast: Cast, office: PostOffice
) -> None:
    posted(cast, commit=False)
    db.session.rollback()
    work_off(app, "a worker")
    assert office.taken == []


def test_a_server_that_refuses_and_then_accepts_gets_the_letter_once(
    app: Flask, browser: Browser, cast: Cast, office: PostOffice
) -> None:
    office.refuses_with = "450 the mailbox is full"
    posted(cast)
    work_off(app, "a worker")
    assert "did not take the e-mail" in letters_waiting()["Abena Osei"]
    page = browser.sign_in(cast.training_lead).get("/jobs")
    assert "E-mail to Abena Osei" in page.text
    assert "E-mail to Abena Osei" not in browser.sign_in(cast.supervisor).get("/jobs").text
    office.refuses_with = ""
    with time_machine.travel(NOW + TRY_AGAIN_AFTER[0] + timedelta(seconds=1)):
        work_off(app, "a worker")
        work_off(app, "a worker")
    assert len(office.taken) == 1
    assert letters_waiting() == {}


def test_an_address_that_does_not_exist_is_told_at_once_and_can_be_tried_again(
    app: Flask, browser: Browser, cast: Cast, office: PostOffice
) -> None:
    office.refuses_with = "550 no such user"
    posted(cast)
    work_off(app, "a worker")
    job = the_job()
    assert job.state is JobState.FAILED
    browser.sign_in(cast.training_lead)
    assert "could not be sent or done yet" in browser.get("/").text
    page = browser.get(f"/jobs/{job.id}")
    assert "there is no such address as that of Abena Osei" in page.text
    office.refuses_with = ""
    assert "Done" in browser.submit(page, {}, follow=True).text
    assert len(office.taken) == 1


def test_a_worker_killed_after_sending_sends_the_same_letter_under_the_same_message_id(
    app: Flask, cast: Cast, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What SIGKILL looks like to what comes after it: nothing more is written."""

    def die(*given: object, **named: object) -> None:
        raise Killed

    posted(cast)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "finish", die)
        with pytest.raises(Killed):
            work_off(app, "one that is killed")
    with time_machine.travel(NOW + timedelta(minutes=5)):
        work_off(app, "another")
    first, second = office.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert body(first) == body(second)
    assert the_job().state is JobState.DONE


def test_a_link_that_was_replaced_meanwhile_is_not_sent(
    app: Flask, cast: Cast, office: PostOffice
) -> None:
    posted(cast)
    invite(cast.trainee, actor=cast.training_lead, at=NOW + timedelta(seconds=1))
    db.session.commit()
    work_off(app, "a worker")
    assert office.taken == []
    assert the_job().said == [say_again(LINK_IS_OLD, name=Own("Abena Osei"))]


def test_a_link_made_under_a_key_that_is_gone_is_told_and_under_a_former_key_is_sent(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = posted(cast)
    invitation = db.session.scalars(
        select(Invitation).order_by(Invitation.id.desc()).limit(1)
    ).one()
    assert token_of(invitation) == token
    from trainee_tracker.people.invitations import links

    keys = links._keys()
    monkeypatch.setattr(links, "_keys", lambda: (b"a new key", *keys))
    assert token_of(invitation) == token
    monkeypatch.setattr(links, "_keys", lambda: (b"a new key",))
    assert token_of(invitation) is None
    work_off(app, "a worker")
    assert "cannot be made any more" in str(the_job().why)


def test_the_sender_alone_reads_to_whom(cast: Cast) -> None:
    posted(cast)
    assert the_job().owner_id == cast.training_lead.id
    assert set(json.loads(the_job().subject)) == {"invitation"}
