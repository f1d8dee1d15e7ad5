"""What else a course asks for: results beside modules, problems and observation, moved versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


APPEND_ONLY = ("course_results", "version_moves")


def upgrade() -> None:
    """Apply this step."""
    # Plain SQL that both databases understand: on SQLite the usual way of changing a table is to
    # build it anew, which would drop the triggers that make it append-only.
    op.execute("ALTER TABLE logged_sessions ADD COLUMN problem VARCHAR(60)")
    op.execute(
        "ALTER TABLE logged_sessions ADD COLUMN observed VARCHAR(40) "
        "CONSTRAINT ck_logged_sessions_observed "
        "CHECK (observed IN ('live', 'recorded', 'reported'))"
    )
    op.execute(
        "ALTER TABLE courses ADD COLUMN adapted_from_id INTEGER "
        "CONSTRAINT fk_courses_adapted_from_id REFERENCES course_versions (id)"
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
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "CASE kind WHEN 'evidence' THEN amount BETWEEN 0 AND 500 "
            "WHEN 'competence' THEN amount BETWEEN 1 AND 4 "
            "WHEN 'prior-learning' THEN amount BETWEEN 0 AND 600000 "
            "WHEN 'attendance' THEN amount BETWEEN 0 AND 100 END",
            name=op.f("ck_course_results_plausible_amount"),
        ),
        sa.CheckConstraint(
            "NOT is_harmful OR kind = 'competence'",
            name=op.f("ck_course_results_harm_is_seen_in_a_competence"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_course_results_numbered_from_one")),
        sa.CheckConstraint(
            "act <> 'corrected' OR kind = 'competence'",
            name=op.f("ck_course_results_a_rating_is_corrected"),
        ),
        sa.CheckConstraint(
            "act <> 'withdrawn' OR (kind = 'attendance' AND amount = 0)",
            name=op.f("ck_course_results_attendance_is_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_course_results_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_course_results_recorded_by_id")
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
        "version_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
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
            ["to_version_id"], ["course_versions.id"], name=op.f("fk_version_moves_to_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_moves")),
        sa.UniqueConstraint("request_id", name=op.f("uq_version_moves_request_id")),
    )
    op.create_index(
        op.f("ix_version_moves_cohort_id"), "version_moves", ["cohort_id"], unique=False
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
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Undo this step."""
    op.drop_index(op.f("ix_version_moves_cohort_id"), table_name="version_moves")
    op.drop_table("version_moves")
    op.drop_table("course_results")
    op.execute("ALTER TABLE courses DROP COLUMN adapted_from_id")
    op.execute("ALTER TABLE logged_sessions DROP COLUMN observed")
    op.execute("ALTER TABLE logged_sessions DROP COLUMN problem")
