"""The tables of organisations, sites, people, roles, invitations and sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_tracker.extensions import Base, UtcDateTime, choice
from trainee_tracker.people.rules import Role, Side


class Organisation(Base):
    """A network, trust, training provider or accreditor, on one side of the partnership.

    Colours are `#rrggbb`; `issuer_line` is what its certificates print as issuer.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    brand: Mapped[str] = mapped_column(String(7), default="#3d2a5c")
    accent: Mapped[str] = mapped_column(String(7), default="#e3a72f")
    issuer_line: Mapped[str] = mapped_column(String(200), default="")

    sites: Mapped[list[Site]] = relationship(
        back_populates="organisation", order_by="Site.name", lazy="raise_on_sql"
    )


class Site(Base):
    """A place where families are met or classes are held; a family clinic is a site."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))

    organisation: Mapped[Organisation] = relationship(back_populates="sites", lazy="joined")


class Person(Base):
    """Somebody known here; without `password_hash` they have not accepted an invitation yet.

    `other_name` is the name in another script, in the language `other_language` (a BCP 47 tag).
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(200))
    other_name: Mapped[str] = mapped_column(String(200), default="")
    other_language: Mapped[str] = mapped_column(String(12), default="")
    email: Mapped[str] = mapped_column(String(254), unique=True)
    registration: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id"
    )


class RoleGrant(Base):
    """A role that a person holds at an organisation until `ended_at` (UTC)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        Index(
            "uq_role_grants_held",
            "person_id",
            "role",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Invitation(Base):
    """A single-use link, known only by the SHA-256 of its token, with which a person joins."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")


class SignIn(Base):
    """One signed-in browser, known only by the SHA-256 of its cookie's token.

    `browser` is how its owner knows it again, such as "Chrome · Android".
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined")


class PasswordFailure(Base):
    """One wrong password: the account and the address are kept as SHA-256 only."""

    __tablename__ = "password_failures"
    __table_args__ = (Index("ix_password_failures_address_at", "address_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
