"""One shape for what a session says, from the form through the ledger to signature and engine."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.asking import ASKING, asking_enrolment
from tests.cast import Cast
from tests.hours.builders import case_of, facts, logged
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.hours import wording
from trainee_tracker.hours.choices import choices_for, setting_for
from trainee_tracker.hours.queries import lines_of, row_of
from trainee_tracker.hours.rows import EntryRow, columns_of_entry, columns_of_session, facts_of
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.sessions.rules import (
    FACTS,
    Mode,
    Observed,
    RoleInSession,
    SessionFacts,
    SessionFormat,
)
from trainee_tracker.hours.signing.queries import SheetLine, SignOffSheet
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.logbook.forms import ANSWERS, LogSessionForm, filled_to_correct, session_form

HOUR = SessionFacts(
    held_on=date(2026, 11, 2),
    activity="practice",
    minutes=60,
    supervisor_id=5,
    role=RoleInSession.LEAD,
    format=SessionFormat.FAMILY,
    site_id=4,
    case_code_id=9,
    note="We drew a family tree.",
)
FURTHER = replace(HOUR, problem="Low mood", observed=Observed.LIVE)
GROUP = replace(
    HOUR,
    activity="supervision",
    role=None,
    format=SessionFormat.GROUP,
    site_id=None,
    case_code_id=None,
    present=3,
)


def row(said: SessionFacts, **changes: Any) -> EntryRow:
    """Return the row of an entry that says this and waits."""
    given: dict[str, Any] = {
        "entry_id": 7,
        "occasion": 6,
        "enrolment_id": 3,
        "cohort_id": 2,
        "cohort_name": "Autumn",
        "trainee_id": 11,
        "trainee_name": "Abena Mensah",
        "facts": said,
        "site_name": "Grace Hall" if said.site_id else None,
        "supervisor_name": "Sam Okafor",
        "case_code": "F-7K2Q" if said.case_code_id else None,
        "correction_reason": "",
        "last_action": HoursAction.SUBMITTED,
        "reason": "",
    }
    return EntryRow(**{**given, **changes})


def digest_signed(*rows: EntryRow, decision: Decision) -> str:
    return SignOffSheet(
        tuple(SheetLine(each, ASKING, decision, "A network", True) for each in rows)
    ).digest


def test_every_fact_is_asked_for_in_the_form() -> None:
    assert ANSWERS.keys() == set(FACTS)


def test_every_fact_is_kept_in_a_column() -> None:
    kept = {**columns_of_session(HOUR), **columns_of_entry(HOUR)}
    assert kept.pop("entered_id") == HOUR.supervisor_id
    assert kept == {name: getattr(HOUR, name) for name in FACTS if name != "supervisor_id"}


def test_every_fact_is_told_on_the_page_of_an_entry() -> None:
    assert {fact for each in wording.IN_FULL for fact in each.facts} == set(FACTS)


def test_a_signer_reads_every_fact_in_a_column_or_in_a_few_words() -> None:
    assert wording.IN_A_COLUMN | wording.BRIEFLY.keys() == set(FACTS)


def test_a_signature_stands_under_every_fact() -> None:
    everything: dict[str, Any] = {name: getattr(HOUR, name) or "said" for name in FACTS}
    shown = row(SessionFacts(**everything)).facts_shown(ASKING)
    named = {"site_id": "site", "case_code_id": "case_code"}
    # Who signs is the supervisor.
    assert {named.get(name, name) for name in FACTS if name != "supervisor_id"} <= shown.keys()


def test_a_fact_that_can_be_left_unsaid_is_in_no_digest_unless_said() -> None:
    silent = {each.name for each in fields(SessionFacts) if each.default is None}
    assert silent >= {"role", "site_id", "case_code_id", "problem", "observed"}
    bare = SessionFacts(held_on=date(2026, 11, 2), activity="practice", minutes=60, supervisor_id=5)
    assert not silent & bare.told().keys()
    assert not {"site", "case_code", *silent} & row(bare).facts_shown(ASKING).keys()


def test_what_was_signed_and_sent_keeps_its_digest_when_a_fact_is_added() -> None:
    # Computed once: nothing that is changed later may change them.
    assert (
        digest_signed(row(HOUR), decision=Decision(7, True))
        == "630959d360994878b5eb6024591c8d878a8c4a34811a231d64c0d6ca3b669dd6"
    )
    assert (
        digest_signed(
            row(HOUR),
            row(FURTHER),
            row(GROUP, correction_reason="It was 45 min."),
            decision=Decision(7, False, "Not me"),
        )
        == "ab054a3b38d2ad7dd8fc3740cd9b50b8bf6a1d78d63961e56b4ad6bf73f29cda"
    )
    assert (
        digest_of(["log", 3, HOUR.told(), [], True])
        == "25b54b2ac9c66eb3f96df36a45f8562d11b69e694f924029046d87498533520c"
    )
    assert (
        digest_of(["log", 3, FURTHER.told(), [], True])
        == "e54809a80063f2dd47f43a2d81f13934dae0c1c963edf26c7f0b5b83d18aac8e"
    )


def test_the_engine_is_told_all_that_it_knows() -> None:
    assert row(FURTHER, last_action=HoursAction.SIGNED_OFF).line == LedgerLine(
        entry=7,
        session=6,
        trainee=3,
        held_on=date(2026, 11, 2),
        activity="practice",
        minutes=60,
        role="lead",
        format="family",
        mode="in-room",
        present=1,
        attended=True,
        site="Grace Hall",
        supervisor="Sam Okafor",
        case="F-7K2Q",
        state=LineState.SIGNED_OFF,
        problem="Low mood",
        observed="live",
    )


@pytest.fixture
def kofi(cast: Cast) -> Enrolment:
    """Kofi's place in a cohort whose course asks for all of it."""
    return asking_enrolment(cast)


def all_said(cast: Cast, kofi: Enrolment, **changes: Any) -> list[SessionFacts]:
    """Return a session with a family and a supervision, in which everything is said."""
    given = {"site_id": None, "mode": Mode.ONLINE, "note": "We drew a family tree.", **changes}
    family = facts(cast, kofi, problem="Low mood", **given)
    supervision = replace(
        family,
        activity="supervision",
        role=None,
        format=SessionFormat.GROUP,
        present=3,
        problem=None,
        observed=Observed.RECORDED,
    )
    return [family, supervision]


def test_what_was_said_is_read_back_as_it_was_said(cast: Cast, kofi: Enrolment) -> None:
    for said in all_said(cast, kofi, case_code_id=case_of(kofi).id):
        entry = logged(cast, enrolment=kofi, **{name: getattr(said, name) for name in FACTS})
        assert facts_of(entry) == said
        assert row_of(entry.id).facts == said
        assert row_of(entry.id).line in lines_of([kofi.id])


def test_a_form_filled_with_facts_says_them_again(app: Flask, cast: Cast, kofi: Enrolment) -> None:
    for said in all_said(cast, kofi, case_code_id=case_of(kofi).id):
        with app.test_request_context():
            choices = choices_for(kofi)
            setting = setting_for(kofi, date(2026, 11, 22), choices)
            form = session_form(LogSessionForm, setting, choices, filled=filled_to_correct(said))
            assert form.facts() == said
