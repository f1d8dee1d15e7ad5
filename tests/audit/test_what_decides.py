"""Every table and column either is in the ledger or decides nothing, and is listed as such."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from trainee_tracker.append_only import LedgerRow, row_digest
from trainee_tracker.audit.rows import ledger_tables
from trainee_tracker.commitments import personal_columns
from trainee_tracker.extensions import Base

THE_CHAIN_ITSELF = {"audit_events", "seal_heads"}

DECIDES_NOTHING: dict[str, dict[str, str]] = {
    "accounts": {
        "person_id": "whose account it is; its changes are chained as `account_changes`",
        "email": "where letters go and how somebody signs in; verify names one nobody recorded",
        "password_hash": "opens the account; verify names one that nobody recorded",
        "language": "in which language pages speak to them",
    },
    "landed_acts": {
        "request_id": "a form that was sent",
        "person_id": "who sent it",
        "digest": "tells the same form from another",
        "location": "where its sender was led",
        "said": "what its sender was told",
        "landed_at": "when to forget it",
    },
    "course_drafts": {
        "course_id": "whose draft it is",
        "title": "the title of the draft; a version has its own",
        "terms": "nobody is judged by a draft; what is published is a ledger row",
    },
    "sign_ins": {
        "id": "a browser",
        "person_id": "who uses it",
        "token_hash": "known from its cookie",
        "browser": "how its owner knows it again",
        "started_at": "shown to its owner",
        "expires_at": "when to sign in again",
        "ended_at": "signed out",
        "proven_at": "spares the password for a few minutes, between corrections of one sitting",
    },
    "jobs": {
        "id": "a piece of background work; what it does to the ledger it does through actions",
        "key": "so that an act asks for it once",
        "kind": "which function does it; that asks the rules again",
        "subject": "on what it works, by ids; an award is compared with its signature then",
        "content": "the text of a letter until it is sent",
        "owner_id": "who sees how far it is",
        "state": "whether somebody still has to do it; an act that was done is not done again",
        "made_at": "shown to its owner",
        "begins_at": "when it is tried",
        "held_until": "until when no other worker takes it",
        "worker": "which process does it",
        "tries": "how often it was tried",
        "done": "shown as progress, and where to go on; a step that was done lands once",
        "of": "shown as progress",
        "remarks": "shown to its owner",
        "fault": "shown to its owner",
        "ended_at": "when to forget it",
    },
    "workers": {
        "name": "a process",
        "seen_at": "so that a silent one is noticed",
    },
    "password_failures": {
        "id": "a wrong password",
        "account_hash": "slows guessing down",
        "address_hash": "slows guessing down",
        "at": "slows guessing down",
    },
    "stored_standings": {
        "enrolment_id": "a projection of the ledgers, which verify compares with them",
        "version": "how often it was stored",
        "as_of": "the day of the judgement",
        "holds_until": "until when it need not be judged again",
        "is_met": "projected; an award is judged from the ledgers",
        "waiting_entries": "projected",
        "waiting_minutes": "projected",
        "declined_entries": "projected",
        "not_counted_minutes": "projected",
        "oldest_waiting_on": "projected",
        "practice_minutes_by_session": "projected",
        "standing": "projected; an award is judged from the ledgers",
    },
    "stored_supports": {
        "certificate_id": "a projection of the ledgers, which verify compares with them",
        "verdict": "projected; a side that keeps an award signs what is counted again then",
        "worst": "projected",
        "finding": "projected",
        "is_kept": "projected; the signatures that keep an award are ledger rows",
        "found_at": "shown to those who lead",
    },
}
"""Table -> column -> why it may change without anybody's hours, signature or certificate changing."""


def test_every_table_is_one_or_the_other() -> None:
    tables = set(Base.metadata.tables)
    ledger = set(ledger_tables())
    assert not ledger & DECIDES_NOTHING.keys()
    assert tables == ledger | THE_CHAIN_ITSELF | DECIDES_NOTHING.keys()


@pytest.mark.parametrize("name", sorted(DECIDES_NOTHING))
def test_every_column_that_may_change_says_why_it_decides_nothing(name: str) -> None:
    assert set(Base.metadata.tables[name].columns.keys()) == DECIDES_NOTHING[name].keys()


@pytest.mark.parametrize("table", ledger_tables().values(), ids=lambda table: table.name)
def test_every_column_of_a_ledger_is_in_the_digest_or_committed_to(table: Table) -> None:
    values = dict.fromkeys(table.columns.keys(), "as it was")
    digest = row_digest(table, values)
    committed = {*personal_columns(table), "salts"}
    for name in values:
        changes = row_digest(table, {**values, name: "changed"}) != digest
        assert changes is (name not in committed), name


def test_what_names_or_quotes_somebody_is_personal() -> None:
    words = ("name", "note", "reason", "registration", "evidence", "seen_by", "shown")
    names_no_person = {"organisation_states.name", "sites.name", "cohorts.name"}
    names_no_person |= {"governance_items.evidence"}
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, LedgerRow):
            continue
        table = mapper.local_table
        assert isinstance(table, Table)
        for column in table.columns:
            says_so = any(word in column.name for word in words)
            if says_so and f"{table.name}.{column.name}" not in names_no_person:
                assert column.info.get("personal"), f"{table.name}.{column.name}"
