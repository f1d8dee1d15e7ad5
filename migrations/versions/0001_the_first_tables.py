"""The first tables, and the triggers that make the ledgers append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = (
    "audit_events",
    "case_codes",
    "certificate_revocations",
    "certificates",
    "course_versions",
    "enrolments",
    "governance_events",
    "governance_records",
    "hours_entries",
    "hours_events",
    "logged_sessions",
    "module_results",
    "register_marks",
    "registers",
    "signatures",
    "supervisions",
)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
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
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("other_name", sa.String(length=200), nullable=False),
        sa.Column("other_language", sa.String(length=12), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("registration", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "audit_events",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_table", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("row_digest", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_events_actor_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_events_hash")),
    )
    op.create_index(op.f("ix_audit_events_kind"), "audit_events", ["kind"], unique=False)

    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("preset", sa.String(length=60), nullable=False),
        sa.Column("draft_terms", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_courses_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_courses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("request_id", name=op.f("uq_courses_request_id")),
    )
    op.create_index(
        op.f("ix_courses_organisation_id"), "courses", ["organisation_id"], unique=False
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
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_governance_items_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["organisations.id"], name=op.f("fk_governance_items_partner_id")
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
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitations_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"], unique=False)

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
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_role_grants_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        op.f("ix_role_grants_organisation_id"), "role_grants", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_role_grants_person_id"), "role_grants", ["person_id"], unique=False)
    op.create_index(
        "uq_role_grants_held",
        "role_grants",
        ["person_id", "role", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
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
                "certificate_revoked",
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_signatures_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["signer_id"], ["people.id"], name=op.f("fk_signatures_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("request_id", name=op.f("uq_signatures_request_id")),
    )
    op.create_index(op.f("ix_signatures_signer_id"), "signatures", ["signer_id"], unique=False)

    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sites_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_sites_organisation_id_name")),
    )
    op.create_index(op.f("ix_sites_organisation_id"), "sites", ["organisation_id"], unique=False)

    op.create_table(
        "course_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_versions_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_course_versions_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_versions")),
        sa.UniqueConstraint(
            "course_id", "number", name=op.f("uq_course_versions_course_id_number")
        ),
    )
    op.create_table(
        "governance_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("is_clear", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "valid_to >= valid_from", name=op.f("ck_governance_records_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["governance_items.id"], name=op.f("fk_governance_records_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_governance_records_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["people.id"], name=op.f("fk_governance_records_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_records")),
        sa.UniqueConstraint("request_id", name=op.f("uq_governance_records_request_id")),
    )
    op.create_index(
        op.f("ix_governance_records_item_id"), "governance_records", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_governance_records_subject_id"), "governance_records", ["subject_id"], unique=False
    )

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_cohorts_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_versions.id"], name=op.f("fk_cohorts_course_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cohorts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["organisations.id"], name=op.f("fk_cohorts_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("request_id", name=op.f("uq_cohorts_request_id")),
    )
    op.create_index(
        op.f("ix_cohorts_course_version_id"), "cohorts", ["course_version_id"], unique=False
    )
    op.create_index(
        op.f("ix_cohorts_organisation_id"), "cohorts", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_cohorts_partner_id"), "cohorts", ["partner_id"], unique=False)

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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        "cohort_sites",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_sites_cohort_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_cohort_sites_site_id")),
        sa.PrimaryKeyConstraint("cohort_id", "site_id", name=op.f("pk_cohort_sites")),
    )
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_enrolments_cohort_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_enrolments_person_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_enrolments_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "cohort_id", "person_id", name=op.f("uq_enrolments_cohort_id_person_id")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_enrolments_request_id")),
    )
    op.create_index(op.f("ix_enrolments_cohort_id"), "enrolments", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_enrolments_person_id"), "enrolments", ["person_id"], unique=False)

    op.create_table(
        "supervisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("approved_from", sa.Date(), nullable=False),
        sa.Column("approved_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_supervisions_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_supervisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["people.id"], name=op.f("fk_supervisions_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisions")),
        sa.UniqueConstraint(
            "cohort_id",
            "supervisor_id",
            "approved_from",
            name=op.f("uq_supervisions_cohort_id_supervisor_id_approved_from"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_supervisions_request_id")),
    )
    op.create_index(op.f("ix_supervisions_cohort_id"), "supervisions", ["cohort_id"], unique=False)
    op.create_index(
        op.f("ix_supervisions_supervisor_id"), "supervisions", ["supervisor_id"], unique=False
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
        sa.CheckConstraint(
            "minutes > 0 AND minutes <= 720", name=op.f("ck_teaching_sessions_plausible_length")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_teaching_sessions_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_teaching_sessions_site_id")
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        "uq_certificates_first_award",
        "certificates",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'award' AND supersedes_id IS NULL"),
        postgresql_where=sa.text("kind = 'award' AND supersedes_id IS NULL"),
    )

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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_module_results_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_module_results_recorded_by_id")
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
        "registers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teaching_session_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_registers_recorded_by_id")
        ),
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
        "stored_standings",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
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
        "certificate_revocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_revocations")),
        sa.UniqueConstraint(
            "certificate_id", name=op.f("uq_certificate_revocations_certificate_id")
        ),
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
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("case_code_id", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("is_attended", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
            ["recorded_by_id"], ["people.id"], name=op.f("fk_logged_sessions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_logged_sessions_site_id")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["people.id"], name=op.f("fk_logged_sessions_supervisor_id")
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
        op.f("ix_logged_sessions_supervisor_id"), "logged_sessions", ["supervisor_id"], unique=False
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_marks")),
        sa.UniqueConstraint(
            "register_id", "enrolment_id", name=op.f("uq_register_marks_register_id_enrolment_id")
        ),
    )
    op.create_index(
        op.f("ix_register_marks_enrolment_id"), "register_marks", ["enrolment_id"], unique=False
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_hours_events_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_hours_events_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_hours_events_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_events")),
        sa.UniqueConstraint("entry_id", "sequence", name=op.f("uq_hours_events_entry_id_sequence")),
    )
    op.create_index("ix_hours_events_action", "hours_events", ["action"], unique=False)
    op.create_index(
        op.f("ix_hours_events_signature_id"), "hours_events", ["signature_id"], unique=False
    )

    make_append_only()


def make_append_only() -> None:
    """Let the database itself refuse to change a ledger row, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Undo this step."""
    op.drop_index(op.f("ix_hours_events_signature_id"), table_name="hours_events")
    op.drop_index("ix_hours_events_action", table_name="hours_events")

    op.drop_table("hours_events")
    op.drop_index(op.f("ix_hours_entries_session_id"), table_name="hours_entries")
    op.drop_index(op.f("ix_hours_entries_enrolment_id"), table_name="hours_entries")

    op.drop_table("hours_entries")
    op.drop_index(op.f("ix_register_marks_enrolment_id"), table_name="register_marks")

    op.drop_table("register_marks")
    op.drop_index(op.f("ix_logged_sessions_supervisor_id"), table_name="logged_sessions")
    op.drop_index(op.f("ix_logged_sessions_corrects_id"), table_name="logged_sessions")
    op.drop_index(op.f("ix_logged_sessions_cohort_id"), table_name="logged_sessions")
    op.drop_index(op.f("ix_logged_sessions_case_code_id"), table_name="logged_sessions")

    op.drop_table("logged_sessions")
    op.drop_table("certificate_revocations")
    op.drop_table("stored_standings")
    op.drop_table("registers")
    op.drop_index(op.f("ix_module_results_enrolment_id"), table_name="module_results")

    op.drop_table("module_results")
    op.drop_index("uq_certificates_first_award", table_name="certificates")
    op.drop_index(op.f("ix_certificates_enrolment_id"), table_name="certificates")

    op.drop_table("certificates")
    op.drop_index(op.f("ix_case_codes_opened_by_enrolment_id"), table_name="case_codes")
    op.drop_index(op.f("ix_case_codes_cohort_id"), table_name="case_codes")

    op.drop_table("case_codes")
    op.drop_index(op.f("ix_teaching_sessions_cohort_id"), table_name="teaching_sessions")

    op.drop_table("teaching_sessions")
    op.drop_index(op.f("ix_supervisions_supervisor_id"), table_name="supervisions")
    op.drop_index(op.f("ix_supervisions_cohort_id"), table_name="supervisions")

    op.drop_table("supervisions")
    op.drop_index(op.f("ix_enrolments_person_id"), table_name="enrolments")
    op.drop_index(op.f("ix_enrolments_cohort_id"), table_name="enrolments")

    op.drop_table("enrolments")
    op.drop_table("cohort_sites")
    op.drop_index(op.f("ix_governance_events_signature_id"), table_name="governance_events")

    op.drop_table("governance_events")
    op.drop_index(op.f("ix_cohorts_partner_id"), table_name="cohorts")
    op.drop_index(op.f("ix_cohorts_organisation_id"), table_name="cohorts")
    op.drop_index(op.f("ix_cohorts_course_version_id"), table_name="cohorts")

    op.drop_table("cohorts")
    op.drop_index(op.f("ix_governance_records_subject_id"), table_name="governance_records")
    op.drop_index(op.f("ix_governance_records_item_id"), table_name="governance_records")

    op.drop_table("governance_records")
    op.drop_table("course_versions")
    op.drop_index(op.f("ix_sites_organisation_id"), table_name="sites")

    op.drop_table("sites")
    op.drop_index(op.f("ix_signatures_signer_id"), table_name="signatures")

    op.drop_table("signatures")
    op.drop_index(op.f("ix_sign_ins_person_id"), table_name="sign_ins")

    op.drop_table("sign_ins")
    op.drop_index("uq_role_grants_held", table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_person_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_organisation_id"), table_name="role_grants")

    op.drop_table("role_grants")
    op.drop_index(op.f("ix_invitations_person_id"), table_name="invitations")

    op.drop_table("invitations")
    op.drop_table("governance_items")
    op.drop_index(op.f("ix_courses_organisation_id"), table_name="courses")

    op.drop_table("courses")
    op.drop_index(op.f("ix_audit_events_kind"), table_name="audit_events")

    op.drop_table("audit_events")
    op.drop_table("people")
    op.drop_index("ix_password_failures_address_at", table_name="password_failures")

    op.drop_table("password_failures")
    op.drop_table("organisations")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
