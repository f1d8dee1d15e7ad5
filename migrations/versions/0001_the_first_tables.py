"""The first tables, and the triggers that make the ledgers append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first_b18d5310"
down_revision = None
branch_labels = None
depends_on = None

MET = {
    "account_changes": "(kept.id = NEW.id) OR (kept.person_id = NEW.person_id AND kept.part = NEW.part AND kept.sequence = NEW.sequence)",
    "audit_events": "(kept.hash = NEW.hash) OR (kept.stream_id = NEW.stream_id AND kept.position = NEW.position) OR (kept.subject_table = NEW.subject_table AND kept.subject_id = NEW.subject_id AND kept.row_digest IS NOT NULL AND NEW.row_digest IS NOT NULL)",
    "case_codes": "(kept.code = NEW.code) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "certificate_grounds": "(kept.certificate_id = NEW.certificate_id) OR (kept.id = NEW.id)",
    "certificate_keepings": "(kept.certificate_id = NEW.certificate_id AND kept.finding_digest = NEW.finding_digest AND kept.recorded_by_id = NEW.recorded_by_id) OR (kept.certificate_id = NEW.certificate_id AND kept.finding_digest = NEW.finding_digest AND kept.side = NEW.side) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "certificate_revocations": "(kept.certificate_id = NEW.certificate_id) OR (kept.id = NEW.id)",
    "certificates": "(kept.enrolment_id = NEW.enrolment_id AND kept.kind = NEW.kind AND kept.supersedes_id IS NULL AND NEW.supersedes_id IS NULL) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id) OR (kept.serial = NEW.serial) OR (kept.sha256 = NEW.sha256) OR (kept.supersedes_id = NEW.supersedes_id)",
    "cohort_sites": "(kept.cohort_id = NEW.cohort_id AND kept.site_id = NEW.site_id) OR (kept.id = NEW.id)",
    "cohorts": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "course_results": "(kept.enrolment_id = NEW.enrolment_id AND kept.kind = NEW.kind AND kept.subject = NEW.subject AND kept.sequence = NEW.sequence) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "course_versions": "(kept.course_id = NEW.course_id AND kept.number = NEW.number) OR (kept.id = NEW.id)",
    "courses": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "enrolments": "(kept.cohort_id = NEW.cohort_id AND kept.entered_id = NEW.entered_id) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "governance_events": "(kept.id = NEW.id) OR (kept.record_id = NEW.record_id AND kept.sequence = NEW.sequence) OR (kept.request_id = NEW.request_id)",
    "governance_items": "(kept.id = NEW.id) OR (kept.organisation_id = NEW.organisation_id AND kept.partner_id = NEW.partner_id AND kept.key = NEW.key)",
    "governance_records": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "hours_entries": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id) OR (kept.session_id = NEW.session_id AND kept.enrolment_id = NEW.enrolment_id) OR (kept.supersedes_id = NEW.supersedes_id)",
    "hours_events": "(kept.entry_id = NEW.entry_id AND kept.sequence = NEW.sequence) OR (kept.id = NEW.id)",
    "invitation_refusals": "(kept.id = NEW.id) OR (kept.invitation_id = NEW.invitation_id)",
    "invitation_uses": "(kept.id = NEW.id) OR (kept.invitation_id = NEW.invitation_id)",
    "invitations": "(kept.id = NEW.id) OR (kept.token_hash = NEW.token_hash)",
    "logged_sessions": "(kept.id = NEW.id)",
    "module_results": "(kept.enrolment_id = NEW.enrolment_id AND kept.module_key = NEW.module_key AND kept.sequence = NEW.sequence) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "name_decisions": "(kept.asked_id = NEW.asked_id) OR (kept.became_id = NEW.became_id) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "name_requests": "(kept.id = NEW.id) OR (kept.person_id = NEW.person_id AND kept.sequence = NEW.sequence) OR (kept.request_id = NEW.request_id)",
    "organisation_states": "(kept.id = NEW.id) OR (kept.organisation_id = NEW.organisation_id AND kept.sequence = NEW.sequence)",
    "organisations": "(kept.id = NEW.id)",
    "people": "(kept.id = NEW.id)",
    "person_names": "(kept.id = NEW.id) OR (kept.person_id = NEW.person_id AND kept.sequence = NEW.sequence)",
    "register_marks": "(kept.id = NEW.id) OR (kept.register_id = NEW.register_id AND kept.enrolment_id = NEW.enrolment_id)",
    "registers": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id) OR (kept.teaching_session_id = NEW.teaching_session_id AND kept.sequence = NEW.sequence)",
    "role_acceptances": "(kept.grant_id = NEW.grant_id) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "role_ends": "(kept.grant_id = NEW.grant_id) OR (kept.id = NEW.id)",
    "role_grants": "(kept.carries_on_id = NEW.carries_on_id) OR (kept.id = NEW.id) OR (kept.person_id = NEW.person_id AND kept.role = NEW.role AND kept.organisation_id = NEW.organisation_id AND kept.sequence = NEW.sequence)",
    "same_people": "(kept.id = NEW.id) OR (kept.person_id = NEW.person_id)",
    "seal_heads": "(kept.seal_id = NEW.seal_id AND kept.stream_id = NEW.stream_id)",
    "seals": "(kept.id = NEW.id) OR (kept.previous_root = NEW.previous_root)",
    "signatures": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "sites": "(kept.id = NEW.id) OR (kept.organisation_id = NEW.organisation_id AND kept.name = NEW.name)",
    "streams": "(kept.id = NEW.id) OR (kept.kind = NEW.kind AND kept.owner_id = NEW.owner_id)",
    "supervisions": "(kept.cohort_id = NEW.cohort_id AND kept.entered_id = NEW.entered_id AND kept.approved_from = NEW.approved_from) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
    "teaching_sessions": "(kept.cohort_id = NEW.cohort_id AND kept.held_on = NEW.held_on AND kept.starts_at = NEW.starts_at) OR (kept.id = NEW.id)",
    "terms_agreements": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id) OR (kept.terms_request_id = NEW.terms_request_id AND kept.recorded_by_id = NEW.recorded_by_id) OR (kept.terms_request_id = NEW.terms_request_id AND kept.side = NEW.side)",
    "terms_requests": "(kept.id = NEW.id) OR (kept.request_id = NEW.request_id) OR (kept.version_id = NEW.version_id AND kept.organisation_id = NEW.organisation_id AND kept.partner_id = NEW.partner_id AND kept.sequence = NEW.sequence)",
    "version_moves": "(kept.cohort_id = NEW.cohort_id AND kept.sequence = NEW.sequence) OR (kept.id = NEW.id) OR (kept.request_id = NEW.request_id)",
}
"""Append-only table -> the condition that a kept row has a unique key of the new one."""

FOLLOWS = {
    "sqlite": "CREATE TRIGGER audit_events_follows BEFORE INSERT ON audit_events WHEN (NEW.position = 1 AND NEW.previous_hash <> '0000000000000000000000000000000000000000000000000000000000000000') OR (NEW.position > 1 AND NOT EXISTS (SELECT 1 FROM audit_events AS before WHERE before.stream_id = NEW.stream_id AND before.position = NEW.position - 1 AND before.hash = NEW.previous_hash)) BEGIN SELECT RAISE(ABORT, 'audit_events is append-only: not the next event'); END",
    "postgresql": "CREATE TRIGGER audit_events_follows BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_what_does_not_follow()",
}
"""The trigger that lets only the next event of a stream in."""

FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE FUNCTION refuse_what_does_not_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.position = 1 AND NEW.previous_hash <> '0000000000000000000000000000000000000000000000000000000000000000') OR (NEW.position > 1 AND NOT EXISTS (SELECT 1 FROM audit_events AS before WHERE before.stream_id = NEW.stream_id AND before.position = NEW.position - 1 AND before.hash = NEW.previous_hash)) THEN RAISE EXCEPTION 'audit_events is append-only: not the next event'; END IF; RETURN NEW; END $$",
)
"""The PostgreSQL functions behind the triggers."""

TABLES = (
    "password_failures",
    "streams",
    "organisations",
    "people",
    "account_changes",
    "accounts",
    "audit_events",
    "courses",
    "course_drafts",
    "course_versions",
    "cohorts",
    "enrolments",
    "case_codes",
    "course_results",
    "governance_items",
    "governance_records",
    "invitations",
    "invitation_refusals",
    "invitation_uses",
    "jobs",
    "landed_acts",
    "module_results",
    "organisation_states",
    "person_names",
    "name_requests",
    "name_decisions",
    "role_grants",
    "role_acceptances",
    "role_ends",
    "same_people",
    "seals",
    "seal_heads",
    "sign_ins",
    "signatures",
    "certificates",
    "certificate_grounds",
    "certificate_keepings",
    "certificate_revocations",
    "governance_events",
    "sites",
    "cohort_sites",
    "logged_sessions",
    "hours_entries",
    "hours_events",
    "stored_standings",
    "stored_supports",
    "supervisions",
    "teaching_sessions",
    "registers",
    "register_marks",
    "terms_requests",
    "terms_agreements",
    "version_moves",
    "workers",
)
"""Every table, in the order in which they refer to each other."""

LATE = {
    ("streams", "recorded_by_id"): "people",
    ("organisations", "recorded_by_id"): "people",
    ("courses", "adapted_from_id"): "course_versions",
}
"""Columns that refer to a table made later: (table, column) -> that table."""


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "password_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_failures")),
    )
    op.create_index(
        "ix_password_failures_address_at", "password_failures", ["address_hash", "at"], unique=False
    )
    op.create_table(
        "streams",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "installation",
                "organisation",
                "cohort",
                name="streamkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        *late_foreign_key("streams", "recorded_by_id"),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_streams_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_streams")),
        sa.UniqueConstraint("kind", "owner_id", name=op.f("uq_streams_kind_owner_id")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        *late_foreign_key("organisations", "recorded_by_id"),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_organisations_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_people_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_people_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_organisation_id"), "people", ["organisation_id"], unique=False)
    op.create_table(
        "account_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "email",
                "password",
                name="accountpart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_account_changes_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_account_changes_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_account_changes_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_changes")),
        sa.UniqueConstraint(
            "person_id", "part", "sequence", name=op.f("uq_account_changes_person_id_part_sequence")
        ),
    )
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_email"), "accounts", ["email"], unique=False)
    op.create_index(
        "uq_accounts_email_of_joined",
        "accounts",
        ["email"],
        unique=True,
        sqlite_where=sa.text("password_hash IS NOT NULL"),
        postgresql_where=sa.text("password_hash IS NOT NULL"),
    )
    op.create_table(
        "audit_events",
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("format", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_table", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("row_digest", sa.String(length=64), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=80), nullable=True),
        sa.CheckConstraint("position > 0", name=op.f("ck_audit_events_counted_from_one")),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_events_actor_id")),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_audit_events_stream_id")
        ),
        sa.PrimaryKeyConstraint("stream_id", "position", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_events_hash")),
    )
    op.create_index(
        "uq_audit_events_row",
        "audit_events",
        ["subject_table", "subject_id"],
        unique=True,
        sqlite_where=sa.text("row_digest IS NOT NULL"),
        postgresql_where=sa.text("row_digest IS NOT NULL"),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=60), nullable=False),
        sa.Column("adapted_from_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        *late_foreign_key("courses", "adapted_from_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_courses_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_courses_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_courses_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("request_id", name=op.f("uq_courses_request_id")),
    )
    op.create_index(
        op.f("ix_courses_organisation_id"), "courses", ["organisation_id"], unique=False
    )
    op.create_table(
        "course_drafts",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_drafts_course_id")
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_drafts")),
    )
    op.create_table(
        "course_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_digest", sa.String(length=64), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_versions_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_course_versions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_course_versions_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_versions")),
        sa.UniqueConstraint(
            "course_id", "number", name=op.f("uq_course_versions_course_id_number")
        ),
    )
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_cohorts_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["opened_version_id"], ["course_versions.id"], name=op.f("fk_cohorts_opened_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cohorts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["organisations.id"], name=op.f("fk_cohorts_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_cohorts_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_cohorts_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("request_id", name=op.f("uq_cohorts_request_id")),
    )
    op.create_index(
        op.f("ix_cohorts_organisation_id"), "cohorts", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_cohorts_partner_id"), "cohorts", ["partner_id"], unique=False)
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("entered_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_enrolments_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_id"], ["people.id"], name=op.f("fk_enrolments_entered_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_enrolments_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_enrolments_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "cohort_id", "entered_id", name=op.f("uq_enrolments_cohort_id_entered_id")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_enrolments_request_id")),
    )
    op.create_index(op.f("ix_enrolments_cohort_id"), "enrolments", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_enrolments_entered_id"), "enrolments", ["entered_id"], unique=False)
    op.create_table(
        "case_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_enrolment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "individual",
                "couple",
                "family",
                "group",
                name="sessionformat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_case_codes_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_case_codes_opened_by_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_case_codes_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_case_codes_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_case_codes_code")),
        sa.UniqueConstraint("request_id", name=op.f("uq_case_codes_request_id")),
    )
    op.create_index(op.f("ix_case_codes_cohort_id"), "case_codes", ["cohort_id"], unique=False)
    op.create_index(
        op.f("ix_case_codes_opened_by_enrolment_id"),
        "case_codes",
        ["opened_by_enrolment_id"],
        unique=False,
    )
    op.create_table(
        "course_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "evidence",
                "competence",
                "prior-learning",
                "attendance",
                name="resultkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("is_harmful", sa.Boolean(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "recorded",
                "corrected",
                "withdrawn",
                name="resultact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "CASE kind WHEN 'evidence' THEN amount BETWEEN 0 AND 500 WHEN 'competence' THEN amount BETWEEN 1 AND 4 WHEN 'prior-learning' THEN amount BETWEEN 0 AND 600000 WHEN 'attendance' THEN amount BETWEEN 0 AND 100 END",
            name=op.f("ck_course_results_plausible_amount"),
        ),
        sa.CheckConstraint(
            "NOT is_harmful OR kind = 'competence'",
            name=op.f("ck_course_results_harm_is_seen_in_a_competence"),
        ),
        sa.CheckConstraint(
            "act <> 'corrected' OR kind = 'competence'",
            name=op.f("ck_course_results_a_rating_is_corrected"),
        ),
        sa.CheckConstraint(
            "act <> 'withdrawn' OR (kind = 'attendance' AND amount = 0)",
            name=op.f("ck_course_results_attendance_is_withdrawn"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_course_results_numbered_from_one")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_course_results_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_course_results_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_course_results_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_results")),
        sa.UniqueConstraint(
            "enrolment_id",
            "kind",
            "subject",
            "sequence",
            name=op.f("uq_course_results_enrolment_id_kind_subject_sequence"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_course_results_request_id")),
    )
    op.create_table(
        "governance_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "blocker",
                "warning",
                "info",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("months_valid", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_governance_items_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["organisations.id"], name=op.f("fk_governance_items_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_governance_items_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_governance_items_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_items")),
        sa.UniqueConstraint(
            "organisation_id",
            "partner_id",
            "key",
            name=op.f("uq_governance_items_organisation_id_partner_id_key"),
        ),
    )
    op.create_table(
        "governance_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("entered_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("is_clear", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "valid_to >= valid_from", name=op.f("ck_governance_records_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["entered_id"], ["people.id"], name=op.f("fk_governance_records_entered_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["governance_items.id"], name=op.f("fk_governance_records_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_governance_records_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_governance_records_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_records")),
        sa.UniqueConstraint("request_id", name=op.f("uq_governance_records_request_id")),
    )
    op.create_index(
        op.f("ix_governance_records_entered_id"), "governance_records", ["entered_id"], unique=False
    )
    op.create_index(
        op.f("ix_governance_records_item_id"), "governance_records", ["item_id"], unique=False
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitations_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_invitations_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_invitations_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"], unique=False)
    op.create_table(
        "invitation_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_refusals_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_invitation_refusals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_invitation_refusals_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_refusals")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitation_refusals_invitation_id")),
    )
    op.create_table(
        "invitation_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_uses_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_invitation_uses_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_invitation_uses_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_uses")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitation_uses_invitation_id")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_jobs_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    op.create_index("ix_jobs_due", "jobs", ["state", "begins_at"], unique=False)
    op.create_index(op.f("ix_jobs_owner_id"), "jobs", ["owner_id"], unique=False)
    op.create_table(
        "landed_acts",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("landed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_landed_acts_person_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_landed_acts")),
    )
    op.create_index(op.f("ix_landed_acts_landed_at"), "landed_acts", ["landed_at"], unique=False)
    op.create_index(op.f("ix_landed_acts_person_id"), "landed_acts", ["person_id"], unique=False)
    op.create_table(
        "module_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "passed",
                "not_yet",
                name="moduleoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_module_results_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_module_results_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_module_results_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_results")),
        sa.UniqueConstraint(
            "enrolment_id",
            "module_key",
            "sequence",
            name=op.f("uq_module_results_enrolment_id_module_key_sequence"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_module_results_request_id")),
    )
    op.create_index(
        op.f("ix_module_results_enrolment_id"), "module_results", ["enrolment_id"], unique=False
    )
    op.create_table(
        "organisation_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "community",
                "statutory",
                "training_provider",
                "accreditor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("brand", sa.String(length=7), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("issuer_line", sa.String(length=200), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_states_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_organisation_states_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_organisation_states_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_states")),
        sa.UniqueConstraint(
            "organisation_id",
            "sequence",
            name=op.f("uq_organisation_states_organisation_id_sequence"),
        ),
    )
    op.create_index(
        op.f("ix_organisation_states_name"), "organisation_states", ["name"], unique=False
    )
    op.create_table(
        "person_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("other_name", sa.String(length=200), nullable=False),
        sa.Column("other_language", sa.String(length=12), nullable=False),
        sa.Column("registration", sa.String(length=120), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_names_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_person_names_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_person_names_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_names")),
        sa.UniqueConstraint(
            "person_id", "sequence", name=op.f("uq_person_names_person_id_sequence")
        ),
    )
    op.create_table(
        "name_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("other_name", sa.String(length=200), nullable=False),
        sa.Column("other_language", sa.String(length=12), nullable=False),
        sa.Column("registration", sa.String(length=120), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_name_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_name_requests_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["person_names.id"], name=op.f("fk_name_requests_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_name_requests_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_requests")),
        sa.UniqueConstraint(
            "person_id", "sequence", name=op.f("uq_name_requests_person_id_sequence")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_name_requests_request_id")),
    )
    op.create_table(
        "name_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "declined",
                "withdrawn",
                name="nameoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("became_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'confirmed') = (became_id IS NOT NULL)",
            name=op.f("ck_name_decisions_confirmed_gives_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["name_requests.id"], name=op.f("fk_name_decisions_asked_id")
        ),
        sa.ForeignKeyConstraint(
            ["became_id"], ["person_names.id"], name=op.f("fk_name_decisions_became_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_name_decisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_name_decisions_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_decisions")),
        sa.UniqueConstraint("asked_id", name=op.f("uq_name_decisions_asked_id")),
        sa.UniqueConstraint("became_id", name=op.f("uq_name_decisions_became_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_name_decisions_request_id")),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "training_lead",
                "governance_lead",
                "supervisor",
                "trainee",
                "commissioner",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("carries_on_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carries_on_id"], ["role_grants.id"], name=op.f("fk_role_grants_carries_on_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_role_grants_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_role_grants_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_role_grants_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sa.UniqueConstraint("carries_on_id", name=op.f("uq_role_grants_carries_on_id")),
        sa.UniqueConstraint(
            "person_id",
            "role",
            "organisation_id",
            "sequence",
            name=op.f("uq_role_grants_person_id_role_organisation_id_sequence"),
        ),
    )
    op.create_index(
        op.f("ix_role_grants_organisation_id"), "role_grants", ["organisation_id"], unique=False
    )
    op.create_table(
        "role_acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["people.id"], name=op.f("fk_role_acceptances_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grants.id"], name=op.f("fk_role_acceptances_grant_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_role_acceptances_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_role_acceptances_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_acceptances")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_role_acceptances_grant_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_role_acceptances_request_id")),
    )
    op.create_table(
        "role_ends",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("is_declined", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grants.id"], name=op.f("fk_role_ends_grant_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_role_ends_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_role_ends_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_ends")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_role_ends_grant_id")),
    )
    op.create_table(
        "same_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("same_as_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "person_id <> same_as_id", name=op.f("ck_same_people_two_rows_of_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_same_people_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_same_people_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["people.id"], name=op.f("fk_same_people_same_as_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_same_people_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_people")),
        sa.UniqueConstraint("person_id", name=op.f("uq_same_people_person_id")),
    )
    op.create_index(op.f("ix_same_people_same_as_id"), "same_people", ["same_as_id"], unique=False)
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("streams", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("previous_root", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=80), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_seals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_seals_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("previous_root", name=op.f("uq_seals_previous_root")),
    )
    op.create_table(
        "seal_heads",
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_heads_seal_id")),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_seal_heads_stream_id")
        ),
        sa.PrimaryKeyConstraint("seal_id", "stream_id", name=op.f("pk_seal_heads")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("signer_registration", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.String(length=120), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=200), nullable=False),
        sa.Column(
            "meaning",
            sa.Enum(
                "hours_decided",
                "hours_reversed",
                "governance_signed",
                "governance_suspended",
                "governance_lifted",
                "award_issued",
                "award_reissued",
                "award_kept",
                "certificate_revoked",
                "terms_agreed",
                name="meaning",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "password", name="method", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("shown_digest", sa.String(length=64), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_signatures_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["signer_id"], ["people.id"], name=op.f("fk_signatures_signer_id")),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_signatures_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("request_id", name=op.f("uq_signatures_request_id")),
    )
    op.create_index(op.f("ix_signatures_signer_id"), "signatures", ["signer_id"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "progress",
                name="certificatekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("serial", sa.String(length=24), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_certificates_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_certificates_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_certificates_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_certificates_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["certificates.id"], name=op.f("fk_certificates_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("request_id", name=op.f("uq_certificates_request_id")),
        sa.UniqueConstraint("serial", name=op.f("uq_certificates_serial")),
        sa.UniqueConstraint("sha256", name=op.f("uq_certificates_sha256")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_certificates_supersedes_id")),
    )
    op.create_index(
        op.f("ix_certificates_enrolment_id"), "certificates", ["enrolment_id"], unique=False
    )
    op.create_index(
        "uq_certificates_first_of_its_kind",
        "certificates",
        ["enrolment_id", "kind"],
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )
    op.create_table(
        "certificate_grounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("is_pooled", sa.Boolean(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_grounds_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["course_version_id"],
            ["course_versions.id"],
            name=op.f("fk_certificate_grounds_course_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_certificate_grounds_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_certificate_grounds_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_certificate_grounds_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_grounds")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_grounds_certificate_id")),
    )
    op.create_index(
        op.f("ix_certificate_grounds_enrolment_id"),
        "certificate_grounds",
        ["enrolment_id"],
        unique=False,
    )
    op.create_table(
        "certificate_keepings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "community",
                "statutory",
                "training_provider",
                "accreditor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("finding_digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_keepings_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_certificate_keepings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_certificate_keepings_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_certificate_keepings_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_keepings")),
        sa.UniqueConstraint(
            "certificate_id",
            "finding_digest",
            "recorded_by_id",
            name=op.f("uq_certificate_keepings_certificate_id_finding_digest_recorded_by_id"),
        ),
        sa.UniqueConstraint(
            "certificate_id",
            "finding_digest",
            "side",
            name=op.f("uq_certificate_keepings_certificate_id_finding_digest_side"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_certificate_keepings_request_id")),
    )
    op.create_index(
        op.f("ix_certificate_keepings_certificate_id"),
        "certificate_keepings",
        ["certificate_id"],
        unique=False,
    )
    op.create_table(
        "certificate_revocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_revocations_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["people.id"],
            name=op.f("fk_certificate_revocations_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signatures.id"],
            name=op.f("fk_certificate_revocations_signature_id"),
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_certificate_revocations_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_revocations")),
        sa.UniqueConstraint(
            "certificate_id", name=op.f("uq_certificate_revocations_certificate_id")
        ),
    )
    op.create_table(
        "governance_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "proposed",
                "signed",
                "withdrawn",
                "suspended",
                "lift_signed",
                name="governanceaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "community",
                "statutory",
                "training_provider",
                "accreditor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["governance_records.id"], name=op.f("fk_governance_events_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_governance_events_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_governance_events_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_governance_events_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_events")),
        sa.UniqueConstraint(
            "record_id", "sequence", name=op.f("uq_governance_events_record_id_sequence")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_governance_events_request_id")),
    )
    op.create_index(
        op.f("ix_governance_events_signature_id"),
        "governance_events",
        ["signature_id"],
        unique=False,
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sites_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_sites_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_sites_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_sites_organisation_id_name")),
    )
    op.create_index(op.f("ix_sites_organisation_id"), "sites", ["organisation_id"], unique=False)
    op.create_table(
        "cohort_sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_sites_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_cohort_sites_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_cohort_sites_site_id")),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_cohort_sites_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_sites")),
        sa.UniqueConstraint("cohort_id", "site_id", name=op.f("uq_cohort_sites_cohort_id_site_id")),
    )
    op.create_table(
        "logged_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "individual",
                "couple",
                "family",
                "group",
                name="sessionformat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "in-room",
                "online",
                "asynchronous",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("entered_id", sa.Integer(), nullable=False),
        sa.Column("case_code_id", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("is_attended", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=60), nullable=True),
        sa.Column(
            "observed",
            sa.Enum(
                "live",
                "recorded",
                "reported",
                name="observed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "minutes > 0 OR NOT is_attended", name=op.f("ck_logged_sessions_attended_takes_time")
        ),
        sa.CheckConstraint(
            "minutes >= 0 AND minutes <= 720", name=op.f("ck_logged_sessions_plausible_length")
        ),
        sa.CheckConstraint(
            "present >= 1 AND present <= 60", name=op.f("ck_logged_sessions_plausible_group")
        ),
        sa.ForeignKeyConstraint(
            ["case_code_id"], ["case_codes.id"], name=op.f("fk_logged_sessions_case_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_logged_sessions_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["logged_sessions.id"], name=op.f("fk_logged_sessions_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_id"], ["people.id"], name=op.f("fk_logged_sessions_entered_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_logged_sessions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_logged_sessions_site_id")),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_logged_sessions_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logged_sessions")),
    )
    op.create_index(
        op.f("ix_logged_sessions_case_code_id"), "logged_sessions", ["case_code_id"], unique=False
    )
    op.create_index(
        op.f("ix_logged_sessions_cohort_id"), "logged_sessions", ["cohort_id"], unique=False
    )
    op.create_index(
        op.f("ix_logged_sessions_corrects_id"), "logged_sessions", ["corrects_id"], unique=False
    )
    op.create_index(
        op.f("ix_logged_sessions_entered_id"), "logged_sessions", ["entered_id"], unique=False
    )
    op.create_table(
        "hours_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "co-therapist",
                "reflecting-team",
                "observer",
                name="roleinsession",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "minutes >= 0 AND minutes <= 720", name=op.f("ck_hours_entries_plausible_length")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_hours_entries_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_hours_entries_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["logged_sessions.id"], name=op.f("fk_hours_entries_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_hours_entries_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["hours_entries.id"], name=op.f("fk_hours_entries_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entries")),
        sa.UniqueConstraint("request_id", name=op.f("uq_hours_entries_request_id")),
        sa.UniqueConstraint(
            "session_id", "enrolment_id", name=op.f("uq_hours_entries_session_id_enrolment_id")
        ),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_hours_entries_supersedes_id")),
    )
    op.create_index(
        op.f("ix_hours_entries_enrolment_id"), "hours_entries", ["enrolment_id"], unique=False
    )
    op.create_index(
        op.f("ix_hours_entries_session_id"), "hours_entries", ["session_id"], unique=False
    )
    op.create_table(
        "hours_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "logged",
                "submitted",
                "signed_off",
                "declined",
                "withdrawn",
                "corrected",
                "reversed",
                name="hoursaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_hours_events_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_hours_events_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_hours_events_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_hours_events_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_events")),
        sa.UniqueConstraint("entry_id", "sequence", name=op.f("uq_hours_events_entry_id_sequence")),
    )
    op.create_index("ix_hours_events_action", "hours_events", ["action"], unique=False)
    op.create_index(
        op.f("ix_hours_events_signature_id"), "hours_events", ["signature_id"], unique=False
    )
    op.create_table(
        "stored_standings",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("waiting_entries", sa.Integer(), nullable=False),
        sa.Column("waiting_minutes", sa.Integer(), nullable=False),
        sa.Column("declined_entries", sa.Integer(), nullable=False),
        sa.Column("not_counted_minutes", sa.Integer(), nullable=False),
        sa.Column("oldest_waiting_on", sa.Date(), nullable=True),
        sa.Column("practice_minutes_by_session", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_stored_standings_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_stored_standings")),
    )
    op.create_table(
        "stored_supports",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "supported",
                "lower",
                "unsupported",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_stored_supports_certificate_id")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_stored_supports")),
    )
    op.create_index("ix_stored_supports_verdict", "stored_supports", ["verdict"], unique=False)
    op.create_table(
        "supervisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("entered_id", sa.Integer(), nullable=False),
        sa.Column("approved_from", sa.Date(), nullable=False),
        sa.Column("approved_until", sa.Date(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_supervisions_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_id"], ["people.id"], name=op.f("fk_supervisions_entered_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_supervisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_supervisions_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisions")),
        sa.UniqueConstraint(
            "cohort_id",
            "entered_id",
            "approved_from",
            name=op.f("uq_supervisions_cohort_id_entered_id_approved_from"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_supervisions_request_id")),
    )
    op.create_index(op.f("ix_supervisions_cohort_id"), "supervisions", ["cohort_id"], unique=False)
    op.create_index(
        op.f("ix_supervisions_entered_id"), "supervisions", ["entered_id"], unique=False
    )
    op.create_table(
        "teaching_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "minutes > 0 AND minutes <= 720", name=op.f("ck_teaching_sessions_plausible_length")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_teaching_sessions_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_teaching_sessions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_teaching_sessions_site_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_teaching_sessions_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_sessions")),
        sa.UniqueConstraint(
            "cohort_id",
            "held_on",
            "starts_at",
            name=op.f("uq_teaching_sessions_cohort_id_held_on_starts_at"),
        ),
    )
    op.create_index(
        op.f("ix_teaching_sessions_cohort_id"), "teaching_sessions", ["cohort_id"], unique=False
    )
    op.create_table(
        "registers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teaching_session_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_registers_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name=op.f("fk_registers_stream_id")),
        sa.ForeignKeyConstraint(
            ["teaching_session_id"],
            ["teaching_sessions.id"],
            name=op.f("fk_registers_teaching_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registers")),
        sa.UniqueConstraint("request_id", name=op.f("uq_registers_request_id")),
        sa.UniqueConstraint(
            "teaching_session_id",
            "sequence",
            name=op.f("uq_registers_teaching_session_id_sequence"),
        ),
    )
    op.create_table(
        "register_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "late",
                "absent",
                "apologies",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes_late", sa.Integer(), nullable=False),
        sa.Column("minutes_present", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "minutes_present >= 0 AND minutes_late >= 0",
            name=op.f("ck_register_marks_no_negative_time"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_register_marks_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_register_marks_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["register_id"], ["registers.id"], name=op.f("fk_register_marks_register_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_register_marks_stream_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_marks")),
        sa.UniqueConstraint(
            "register_id", "enrolment_id", name=op.f("uq_register_marks_register_id_enrolment_id")
        ),
    )
    op.create_index(
        op.f("ix_register_marks_enrolment_id"), "register_marks", ["enrolment_id"], unique=False
    )
    op.create_table(
        "terms_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("looser", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_terms_requests_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["organisations.id"], name=op.f("fk_terms_requests_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_terms_requests_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_terms_requests_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_versions.id"], name=op.f("fk_terms_requests_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_requests")),
        sa.UniqueConstraint("request_id", name=op.f("uq_terms_requests_request_id")),
        sa.UniqueConstraint(
            "version_id",
            "organisation_id",
            "partner_id",
            "sequence",
            name=op.f("uq_terms_requests_version_id_organisation_id_partner_id_sequence"),
        ),
    )
    op.create_index(
        op.f("ix_terms_requests_organisation_id"),
        "terms_requests",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_terms_requests_partner_id"), "terms_requests", ["partner_id"], unique=False
    )
    op.create_table(
        "terms_agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms_request_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "community",
                "statutory",
                "training_provider",
                "accreditor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "is_agreed = (signature_id IS NOT NULL)",
            name=op.f("ck_terms_agreements_agreed_under_a_signature"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_terms_agreements_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_terms_agreements_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_terms_agreements_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["terms_request_id"],
            ["terms_requests.id"],
            name=op.f("fk_terms_agreements_terms_request_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_agreements")),
        sa.UniqueConstraint("request_id", name=op.f("uq_terms_agreements_request_id")),
        sa.UniqueConstraint(
            "terms_request_id",
            "recorded_by_id",
            name=op.f("uq_terms_agreements_terms_request_id_recorded_by_id"),
        ),
        sa.UniqueConstraint(
            "terms_request_id", "side", name=op.f("uq_terms_agreements_terms_request_id_side")
        ),
    )
    op.create_index(
        op.f("ix_terms_agreements_signature_id"), "terms_agreements", ["signature_id"], unique=False
    )
    op.create_table(
        "version_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "from_version_id <> to_version_id", name=op.f("ck_version_moves_goes_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_version_moves_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_version_id"],
            ["course_versions.id"],
            name=op.f("fk_version_moves_from_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_version_moves_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("fk_version_moves_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"], ["course_versions.id"], name=op.f("fk_version_moves_to_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_moves")),
        sa.UniqueConstraint(
            "cohort_id", "sequence", name=op.f("uq_version_moves_cohort_id_sequence")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_version_moves_request_id")),
    )
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    if not is_sqlite():
        for (table, column), other in LATE.items():
            op.create_foreign_key(name_of(table, column), table, other, [column], ["id"])
    make_append_only()


def is_sqlite() -> bool:
    """Tell whether this runs on SQLite, where a table may refer to one that is made later."""
    return op.get_bind().dialect.name == "sqlite"


def name_of(table: str, column: str) -> str:
    """Return the name of a late foreign key."""
    return op.f(f"fk_{table}_{column}")


def late_foreign_key(table: str, column: str) -> list[sa.ForeignKeyConstraint]:
    """Return a late foreign key within its table, where the database takes it so."""
    if not is_sqlite():
        return []
    refers = f"{LATE[table, column]}.id"
    return [sa.ForeignKeyConstraint([column], [refers], name=name_of(table, column))]


def make_append_only() -> None:
    """Let the database itself refuse to change a ledger row, whoever asks."""
    if is_sqlite():
        for table, met in MET.items():
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            op.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} AS kept WHERE {met}) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: a unique key is taken'); END"
            )
        op.execute(FOLLOWS["sqlite"])
        return
    for function in FUNCTIONS:
        op.execute(function)
    for table in MET:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} "
                "EXECUTE FUNCTION refuse_change()"
            )
    op.execute(FOLLOWS["postgresql"])


def downgrade() -> None:
    """Undo this step."""
    if not is_sqlite():
        for table, column in LATE:
            op.drop_constraint(name_of(table, column), table, type_="foreignkey")
    for table in reversed(TABLES):
        op.drop_table(table)
    if not is_sqlite():
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP FUNCTION refuse_what_does_not_follow()")
