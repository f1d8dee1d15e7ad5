"""The one way to act: tried once, told beside its field, kept as typed, landed once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask, g, get_flashed_messages
from sqlalchemy import func, select
from wtforms import StringField

from tests.cast import NOW, Cast
from tests.databases import uses_postgresql
from trainee_tracker.acting.attempts import KEPT_FOR, Done, attempt, forget_landed, press
from trainee_tracker.acting.models import LandedAct
from trainee_tracker.extensions import db
from trainee_tracker.form import ActForm
from trainee_tracker.languages import ACCENTS, ENGLISH
from trainee_tracker.messages import Own, say
from trainee_tracker.people.models import Account
from trainee_tracker.refusals import Impossible, NotAllowed
from trainee_tracker.spoken import speak, speaking


class RenameForm(ActForm):
    """A form with an id, a field and a password."""

    email = StringField()
    password = StringField()


class Tried:
    """Sends the form to an act of the test's, outside any page of ours."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app, self.person_id = app, cast.trainee.id
        self.acted = 0
        db.session.commit()

    def change(self) -> str:
        """Change a mutable column, so that a rollback shows."""
        self.acted += 1
        db.session.get_one(Account, self.person_id).email = f"{self.acted}@mail.example"
        db.session.flush()
        return "changed"

    def send(
        self,
        request_id: str,
        act: Callable[[], object] | None = None,
        confirm: Callable[[], None] | None = None,
        after: Callable[[], None] | None = None,
        **typed: str,
    ) -> tuple[object, int | None, list[str]]:
        """Return what was answered, its status where a page was shown, and what the form tells."""

        def answer() -> tuple[object, int | None, list[str]]:
            data = {"request_id": request_id, **typed}
            with self.app.test_request_context("/somewhere?a=1", method="POST", data=data):
                g.csrf_valid = True
                form = RenameForm(meta={"csrf": False})
                found = attempt(
                    form,
                    act or self.change,
                    done=lambda result: Done(
                        "/done", say("It is {what}.", what=Own(str(result))), after=after
                    ),
                    page=lambda: f"page {form.email.data}",
                    confirm=confirm,
                )
                told = [*form.form_errors, *form.email.errors]
                db.session.remove()
                if isinstance(found, tuple):
                    return found[0], int(str(found[1])), told
                return found, None, told

        return Context().run(answer)

    @property
    def email(self) -> str:
        """The address as it was committed."""
        db.session.rollback()
        return db.session.get_one(Account, self.person_id).email


@pytest.fixture
def tried(app: Flask, cast: Cast) -> Tried:
    """Return something that sends forms."""
    return Tried(app, cast)


def test_what_is_done_is_committed_and_leads_on(tried: Tried) -> None:
    answer, _, told = tried.send(str(uuid4()))
    assert getattr(answer, "location", None) == "/done"
    assert tried.email == "1@mail.example"
    assert not told


def test_a_refusal_rolls_back_and_shows_what_was_typed_with_its_status(tried: Tried) -> None:
    before = tried.email

    def refused() -> None:
        tried.change()
        raise NotAllowed(say("Not by {who}.", who=Own("Ada")))

    answer, status, told = tried.send(str(uuid4()), refused, email="typed")
    assert (answer, status, told) == ("page typed", 403, ["Not by Ada."])
    assert tried.email == before
    assert db.session.scalar(select(func.count(LandedAct.request_id))) == 0


def test_a_refusal_that_names_a_field_stands_beside_it(tried: Tried) -> None:
    def refused() -> None:
        raise Impossible(say("Taken."), field="email")

    with tried.app.test_request_context("/", method="POST", data={"request_id": str(uuid4())}):
        form = RenameForm(meta={"csrf": False})
        attempt(form, refused, done=lambda _: Done("/"), page=lambda: "")
        assert list(form.email.errors) == ["Taken."]
        assert not form.form_errors
        assert [each.field_id for each in form.error_items()] == ["email"]


def test_without_the_password_nothing_is_tried(tried: Tried) -> None:
    def wrong() -> None:
        raise NotAllowed(say("That is not your password."))

    _, status, told = tried.send(str(uuid4()), confirm=wrong)
    assert (status, told, tried.acted) == (403, ["That is not your password."], 0)


def test_the_same_form_again_is_answered_as_it_was_and_done_once(tried: Tried) -> None:
    request_id = str(uuid4())
    first, _, _ = tried.send(request_id, email="a", password="one")
    again, _, _ = tried.send(request_id, email="a", password="two")
    assert getattr(first, "location", 1) == getattr(again, "location", 2) == "/done"
    assert tried.acted == 1


def test_what_only_the_answer_carries_comes_after_the_commit_and_once(tried: Tried) -> None:
    request_id, found = str(uuid4()), []

    def look() -> None:
        found.append(db.session.scalar(select(func.count(LandedAct.request_id))))
        found.append(db.session.get_one(Account, tried.person_id).email)

    for _press in range(2):
        tried.send(request_id, after=look)
    assert found == [1, "1@mail.example"]


def test_what_only_the_answer_carries_does_not_come_where_the_act_is_refused(tried: Tried) -> None:
    def refused() -> None:
        raise Impossible(say("Taken."))

    found: list[str] = []
    tried.send(str(uuid4()), refused, after=lambda: found.append("cookie"))
    assert not found


def test_a_button_without_a_page_tells_where_it_stands_what_is_in_the_way(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        tried.change()
        raise NotAllowed(say("Not by {who}.", who=Own("Ada")))

    before = tried.email
    monkeypatch.setitem(tried.app.view_functions, "some.list", lambda: "the list")
    with tried.app.test_request_context("/", method="POST", data={"request_id": str(uuid4())}):
        g.csrf_valid = True
        form = RenameForm(meta={"csrf": False})
        answer = press(form, refused, done=lambda _: Done("/done"), on="some.list")
        assert answer == ("the list", 403)
        assert get_flashed_messages(with_categories=True) == [("warning", "Not by Ada.")]
    assert tried.email == before


def test_a_second_press_is_answered_in_the_language_of_whoever_presses(tried: Tried) -> None:
    data = {"request_id": str(uuid4())}
    said = say("You are signed out.")
    told = []
    for language in (ENGLISH, ACCENTS):
        request = tried.app.test_request_context("/", method="POST", data=data)
        with request, speaking(language):
            g.csrf_valid = True
            form = RenameForm(meta={"csrf": False})
            attempt(form, tried.change, done=lambda _: Done("/done", said), page=lambda: "")
            told += [*get_flashed_messages(), speak(said)]
    assert told[0] == told[1] != told[2]
    assert told[2] == told[3]
    assert tried.acted == 1


def test_another_form_with_the_same_id_is_a_conflict(tried: Tried) -> None:
    request_id = str(uuid4())
    tried.send(request_id, email="a")
    _, status, told = tried.send(request_id, email="b")
    assert status == 409
    assert "You sent this form before" in told[0]
    assert tried.acted == 1


def test_two_presses_at_once_act_once(tried: Tried) -> None:
    request_id = str(uuid4())
    gate = threading.Barrier(2)
    answers: list[object] = []

    def change_together() -> str:
        if uses_postgresql():
            gate.wait(timeout=10)
        return tried.change()

    def press() -> None:
        answers.append(getattr(tried.send(request_id, change_together)[0], "location", None))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/done", "/done"]
    db.session.rollback()
    assert db.session.scalar(select(func.count(LandedAct.request_id))) == 1


def test_old_answers_are_forgotten_and_new_ones_kept(tried: Tried) -> None:
    for at in (NOW - KEPT_FOR - timedelta(seconds=1), NOW - KEPT_FOR):
        db.session.add(
            LandedAct(request_id=str(uuid4()), digest="", location="/", said="[]", landed_at=at)
        )
    db.session.commit()
    assert forget_landed(at=NOW) == 1
    db.session.commit()
    assert db.session.scalar(select(func.count(LandedAct.request_id))) == 1
