"""Streams as the product fills them: gap-free, whole, each row in the stream that it belongs to."""

from __future__ import annotations

import threading
from collections import defaultdict
from contextvars import Context
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.governance.builders import in_force
from trainee_tracker.append_only import LedgerRow
from trainee_tracker.audit.models import AuditEvent, Stream
from trainee_tracker.audit.rules import GENESIS, INSTALLATION, StreamKind
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import Base, begin_writing, db
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Role

COHORTS = [
    "cohorts",
    "cohort_sites",
    "enrolments",
    "supervisions",
    "teaching_sessions",
    "registers",
    "register_marks",
    "module_results",
    "course_results",
    "version_moves",
    "case_codes",
    "logged_sessions",
    "hours_entries",
    "hours_events",
    "certificates",
    "certificate_revocations",
    "certificate_grounds",
    "certificate_keepings",
]
ORGANISATIONS = [
    "organisations",
    "sites",
    "people",
    "person_names",
    "account_changes",
    "invitations",
    "invitation_uses",
    "invitation_refusals",
    "same_people",
    "name_requests",
    "name_decisions",
    "role_acceptances",
    "courses",
    "course_versions",
    "governance_items",
    "governance_records",
    "governance_events",
    "terms_requests",
    "terms_agreements",
]
THE_INSTALLATION = ["streams", "seals", "organisation_states"]
EITHER = {
    "signatures": {StreamKind.COHORT, StreamKind.ORGANISATION},
    "role_grants": {StreamKind.ORGANISATION, StreamKind.INSTALLATION},
    "role_ends": {StreamKind.ORGANISATION, StreamKind.INSTALLATION},
}
KINDS: dict[str, set[StreamKind]] = {
    **{name: {StreamKind.COHORT} for name in COHORTS},
    **{name: {StreamKind.ORGANISATION} for name in ORGANISATIONS},
    **{name: {StreamKind.INSTALLATION} for name in THE_INSTALLATION},
    **EITHER,
}
"""Ledger -> of what its streams can be."""

OWNERS = """
    SELECT 'enrolments', e.id, e.stream_id, c.stream_id FROM enrolments e
        JOIN cohorts c ON c.id = e.cohort_id
    UNION ALL SELECT 'hours_entries', h.id, h.stream_id, e.stream_id FROM hours_entries h
        JOIN enrolments e ON e.id = h.enrolment_id
    UNION ALL SELECT 'hours_events', v.id, v.stream_id, h.stream_id FROM hours_events v
        JOIN hours_entries h ON h.id = v.entry_id
    UNION ALL SELECT 'logged_sessions', s.id, s.stream_id, c.stream_id FROM logged_sessions s
        JOIN cohorts c ON c.id = s.cohort_id
    UNION ALL SELECT 'governance_events', v.id, v.stream_id, r.stream_id FROM governance_events v
        JOIN governance_records r ON r.id = v.record_id
    UNION ALL SELECT 'governance_records', r.id, r.stream_id, o.stream_id FROM governance_records r
        JOIN governance_items i ON i.id = r.item_id
        JOIN organisations o ON o.id = i.organisation_id
    UNION ALL SELECT 'person_names', n.id, n.stream_id, p.stream_id FROM person_names n
        JOIN people p ON p.id = n.person_id
    UNION ALL SELECT 'people', p.id, p.stream_id, o.stream_id FROM people p
        JOIN organisations o ON o.id = p.organisation_id
    UNION ALL SELECT 'certificates', k.id, k.stream_id, e.stream_id FROM certificates k
        JOIN enrolments e ON e.id = k.enrolment_id
    UNION ALL SELECT 'course_versions', v.id, v.stream_id, o.stream_id FROM course_versions v
        JOIN courses u ON u.id = v.course_id
        JOIN organisations o ON o.id = u.organisation_id
"""
"""Ledger, row, the stream it is in, and the stream of what it belongs to."""


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """The cast after somebody finished, was checked and was given an award."""
    finish(cast, cast.enrolment)
    in_force(cast)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    certificates.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    invitations.invite_person(
        "Esi Addo",
        "esi@grace.example",
        Role.GOVERNANCE_LEAD,
        cast.network,
        actor=cast.administrator,
        at=NOW,
    )
    db.session.commit()
    return cast


def events() -> list[AuditEvent]:
    order = (AuditEvent.stream_id, AuditEvent.position)
    return list(db.session.scalars(select(AuditEvent).order_by(*order)))


def test_positions_of_each_stream_are_one_two_three(busy: Cast) -> None:
    found: dict[int, list[int]] = defaultdict(list)
    for each in events():
        found[each.stream_id].append(each.position)
    assert len(found) == 1 + 4 + 2
    for positions in found.values():
        assert positions == list(range(1, len(positions) + 1))


def test_every_ledger_row_has_one_event_in_the_stream_that_it_names(busy: Cast) -> None:
    told = {
        (each.subject_table, each.subject_id): each.stream_id
        for each in events()
        if each.row_digest is not None
    }
    rows: dict[tuple[str, int], int] = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, LedgerRow):
            name = str(mapper.local_table.description)
            for row_id, stream_id in db.session.execute(text(f"SELECT id, stream_id FROM {name}")):
                rows[name, row_id] = stream_id
    assert told == rows


def test_every_ledger_is_in_streams_of_the_right_kind(busy: Cast) -> None:
    kinds = {each.id: each.kind for each in db.session.scalars(select(Stream))}
    for each in events():
        if each.row_digest is not None:
            assert kinds[each.stream_id] in KINDS[each.subject_table], each.subject_table
    ledgers = {
        str(mapper.local_table.description)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, LedgerRow)
    }
    assert ledgers == set(KINDS)


def test_a_row_is_in_the_stream_of_what_it_belongs_to(busy: Cast) -> None:
    rows = db.session.execute(text(OWNERS)).all()
    assert len({row[0] for row in rows}) == 10, "Each of the ledgers holds something."
    assert [row for row in rows if row[2] != row[3]] == []


def test_a_stream_is_opened_by_a_row_of_the_installation_and_begins_with_its_owner(
    busy: Cast,
) -> None:
    for stream in db.session.scalars(select(Stream)):
        assert stream.stream_id == INSTALLATION
        first = db.session.get_one(AuditEvent, (stream.id, 1))
        table = {"installation": "streams", "organisation": "organisations", "cohort": "cohorts"}
        assert first.subject_table == table[stream.kind.value]
        assert first.subject_id == (stream.owner_id or INSTALLATION)
    owners: list[tuple[StreamKind, Organisation | Cohort]] = [
        *((StreamKind.ORGANISATION, each) for each in db.session.scalars(select(Organisation))),
        *((StreamKind.COHORT, each) for each in db.session.scalars(select(Cohort))),
    ]
    for kind, row in owners:
        stream = db.session.get_one(Stream, row.stream_id)
        assert (stream.kind, stream.owner_id) == (kind, row.id)


def test_the_person_administrator_of_all_is_made_so_in_the_installation(busy: Cast) -> None:
    grants = {each.role: each.stream_id for each in busy.administrator.grants}
    assert grants == {Role.ADMINISTRATOR: INSTALLATION}


def test_an_act_over_several_streams_is_tied_together_and_half_of_it_is_missed(
    busy: Cast,
) -> None:
    acts: dict[str, set[int]] = defaultdict(set)
    for each in events():
        acts[each.act_id].add(each.stream_id)
    several = [act for act, streams in acts.items() if len(streams) > 1]
    assert several
    for act in several:
        ends = [each for each in events() if each.act_id == act and each.mark is not None]
        assert len(ends) == len(acts[act])
        assert all('"onward"' in each.facts for each in ends[:-1])
        assert '"across"' in ends[-1].facts
    assert list(faults_of_ledger()) == []


def columns_of(event: AuditEvent) -> dict[str, Any]:
    table = AuditEvent.__table__
    return {name: getattr(event, name) for name in table.columns.keys()}  # noqa: SIM118


@pytest.mark.parametrize(
    "change",
    [
        {"position": 2},
        {"previous_hash": GENESIS},
        {"stream_id": 1},
        {"position": 0},
        {"position": -1},
        {},
    ],
    ids=["a gap", "another head", "another stream", "nothing", "less", "as it is"],
)
def test_plain_sql_cannot_insert_what_does_not_follow_the_head(
    cast: Cast, change: dict[str, Any]
) -> None:
    """The last case is the one that would follow, which shows that the others fail for cause."""
    begin_writing(db.session())
    last = events()[-1]
    following = columns_of(last) | {
        "position": last.position + 1,
        "previous_hash": last.hash,
        "hash": "f" * 64,
        "subject_id": 999_999,
    }
    if "position" in change and change["position"] > 0:
        change = {"position": last.position + change["position"]}
    if not change:
        db.session.execute(insert(AuditEvent).values(following))
        db.session.rollback()
        return
    with pytest.raises(DBAPIError):
        db.session.execute(insert(AuditEvent).values(following | change))
    db.session.rollback()


def test_several_events_of_one_statement_may_follow_each_other(cast: Cast) -> None:
    begin_writing(db.session())
    last = events()[-1]
    rows, previous = [], last.hash
    for number in range(1, 4):
        own = f"{number:064x}"
        rows.append(
            columns_of(last)
            | {"position": last.position + number, "previous_hash": previous, "hash": own}
            | {"subject_id": 900_000 + number}
        )
        previous = own
    db.session.execute(insert(AuditEvent).values(rows))
    db.session.rollback()


def test_two_who_open_a_cohort_at_once_open_two(app: Flask, cast: Cast) -> None:
    """The number that comes next is taken by the quicker one; the slower takes the one after."""
    ids = (cast.cohort.version.id, cast.network.id, cast.trust.id, cast.training_lead.id)
    db.session.commit()
    gate, opened = threading.Barrier(3), []

    def open_one(number: int) -> None:
        with app.app_context():
            gate.wait(timeout=20)
            cohort = cohorts.open_cohort(
                db.session.get_one(CourseVersion, ids[0]),
                db.session.get_one(Organisation, ids[1]),
                db.session.get_one(Organisation, ids[2]),
                name=f"At once {number}",
                starts_on=date(2026, 9, 7),
                ends_on=date(2027, 7, 16),
                sites=[],
                actor=db.session.get_one(Person, ids[3]),
                at=NOW,
                request_id=request_id(f"at once {number}"),
            )
            db.session.commit()
            opened.append((cohort.id, cohort.stream_id))
            db.session.remove()

    db.session.remove()
    threads = [threading.Thread(target=Context().run, args=(open_one, n)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [(3, 8), (4, 9), (5, 10)]
    assert list(faults_of_ledger()) == []
