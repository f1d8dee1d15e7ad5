"""A transaction reads until it writes: nobody waits for somebody who only looks."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError
from zxcvbn import zxcvbn

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.databases import uses_postgresql
from tests.locks import be_impatient, is_writing, somebody_else_writing, write_a_moment
from trainee_tracker.commands import ledger as commands
from trainee_tracker.extensions import begin_writing, db, reading
from trainee_tracker.messages import Message
from trainee_tracker.people.account_faults import account_faults
from trainee_tracker.people.models import Account, Person, Site
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.passwords import actions as passwords

NEW = "seven slow herons wade"


def test_a_transaction_that_may_write_begins_by_reading(cast: Cast) -> None:
    db.session.commit()
    assert db.session.get_one(Person, cast.trainee.id).full_name == "Abena Osei"
    assert not is_writing()
    write_a_moment(cast.supervisor.id)


def test_the_first_change_holds_the_lock(cast: Cast) -> None:
    db.session.commit()
    cast.trainee.account.email = "changed@grace.example"
    db.session.flush()
    assert is_writing()
    db.session.commit()
    assert not is_writing()


def test_what_was_read_before_the_first_change_is_not_forgotten(cast: Cast) -> None:
    db.session.commit()
    account = db.session.get_one(Account, cast.trainee.id)
    assert account.email == "abena@grace.example"
    write_and_keep(cast.trainee.id, "else@grace.example")
    organisations.add_site(cast.network, "A new room", actor=None, at=NOW)
    assert account.email == "abena@grace.example", "Nothing loaded is expired."
    db.session.refresh(account)
    assert account.email == "else@grace.example", "What is read now is what stands there now."
    db.session.commit()


def write_and_keep(person_id: int, email: str) -> None:
    """Have somebody else commit while this transaction reads."""
    with db.engine.begin() as other:
        other.execute(
            text("UPDATE accounts SET email = :email WHERE person_id = :id"),
            {"email": email, "id": person_id},
        )


def test_a_reader_that_writes_after_somebody_else_wrote_is_not_turned_away(cast: Cast) -> None:
    db.session.commit()
    db.session.scalars(select(Person)).all()
    write_and_keep(cast.supervisor.id, "sam.o@trust.example")
    cast.trainee.account.email = "after.all@grace.example"
    db.session.commit()
    assert cast.trainee.email == "after.all@grace.example"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sites (organisation_id, name) SELECT 1, 'x' WHERE false",
        "UPDATE sites SET name = name WHERE false",
        " DELETE FROM sites WHERE false",
        "WITH a AS (SELECT 1 AS id) DELETE FROM sites WHERE id IN (SELECT id FROM a) AND false",
        "CREATE TABLE made (id integer)",
        "SAVEPOINT one",
        *(() if uses_postgresql() else ("PRAGMA defer_foreign_keys = ON",)),
    ],
)
def test_whatever_may_write_takes_the_lock_first(app: Flask, statement: str) -> None:
    db.session.execute(text(statement.replace("false", "1 = 0")))
    # PostgreSQL has no lock of the whole database, and takes none for what changes no row.
    assert uses_postgresql() or is_writing()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "SELECT updated FROM (SELECT 1 AS updated)",
    ],
)
def test_what_only_reads_takes_none(app: Flask, statement: str) -> None:
    db.session.execute(text(f"{statement} AS t" if statement.endswith("updated)") else statement))
    assert not is_writing()


def test_a_savepoint_takes_the_lock(app: Flask) -> None:
    with db.session.begin_nested():
        assert uses_postgresql() or is_writing()


def test_who_asks_for_the_lock_has_it_before_reading(app: Flask) -> None:
    begin_writing(db.session())
    begin_writing(db.session())
    assert uses_postgresql() or is_writing()
    db.session.rollback()
    assert not is_writing()


def test_work_that_only_reads_cannot_write(cast: Cast) -> None:
    organisation_id = cast.cohort.organisation_id
    db.session.commit()
    with reading():
        begin_writing(db.session())
        assert not is_writing()
        with pytest.raises(DBAPIError):
            db.session.execute(insert(Site).values(organisation_id=organisation_id, name="x"))
    db.session.rollback()
    cast.trainee.account.email = "now.it.can@grace.example"
    db.session.commit()


def test_nobody_waits_while_the_ledger_is_verified(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_impatient(monkeypatch)
    person_id, seen = cast.trainee.id, []

    def while_somebody_writes(connection: Connection) -> Iterator[Message]:
        # In the middle of the command, with everything read so far.
        writer = Thread(target=lambda: seen.append(in_a_context(app, person_id)))
        writer.start()
        writer.join()
        return account_faults(connection)

    monkeypatch.setattr(commands, "account_faults", while_somebody_writes)
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 0, result.output
    assert seen == [True]


def in_a_context(app: Flask, person_id: int) -> bool:
    with app.app_context():
        write_a_moment(person_id)
    return True


def test_commands_that_look_do_not_wait_for_a_writer(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_impatient(monkeypatch)
    for arguments in (["ledger", "verify"], ["demo", "who"]):
        with somebody_else_writing("accounts"):
            result = app.test_cli_runner().invoke(args=arguments)
        assert "busy" not in result.output
        assert not isinstance(result.exception, DBAPIError)


class WatchingHasher:
    """The real hasher; while it works, somebody else writes."""

    def __init__(self, person_id: int) -> None:
        self.hasher, self.person_id, self.times = passwords.HASHER, person_id, 0

    def __getattr__(self, name: str) -> object:
        method = getattr(self.hasher, name)

        def watched(*args: object) -> object:
            write_a_moment(self.person_id)
            self.times += 1
            return method(*args)

        return watched


@pytest.mark.parametrize(
    ("address", "fields", "status", "times"),
    [
        ("/sign-in", {"email": "abena@grace.example", "password": PASSWORD}, 302, 2),
        ("/sign-in", {"email": "abena@grace.example", "password": "wrong"}, 403, 1),
        ("/account/password", {"password": PASSWORD, "new_password": NEW}, 302, 3),
    ],
)
def test_others_can_write_while_a_password_is_hashed(
    address: str,
    fields: dict[str, str],
    status: int,
    times: int,
    browser: Browser,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    be_impatient(monkeypatch)
    if address != "/sign-in":
        browser.sign_in(cast.trainee)
    watching = WatchingHasher(cast.trainee.id)
    monkeypatch.setattr(passwords, "HASHER", watching)
    browser.post(address, fields, status=status)
    assert watching.times == times


def test_others_can_write_while_a_new_password_is_weighed(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_impatient(monkeypatch)
    person_id = cast.trainee.id

    def watched(password: str, *, user_inputs: list[object]) -> object:
        write_a_moment(person_id)
        return zxcvbn(password, user_inputs=user_inputs)

    monkeypatch.setattr(passwords, "zxcvbn", watched)
    browser.sign_in(cast.trainee)
    # A wrong try before leaves something to tidy up, which is written at the very end.
    browser.post("/account/password", {"password": "no", "new_password": NEW}, status=403)
    browser.post("/account/password", {"password": PASSWORD, "new_password": NEW})
