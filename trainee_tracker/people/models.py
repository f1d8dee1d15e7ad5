"""The tables of organisations, sites, people, roles, invitations and sign-ins.

Who somebody is, what they may do and on which side an organisation stands is read from ledger rows
alone. What opens an account (e-mail address, password hash, sign-ins) decides nothing and may
change; each change of it leaves a chained row too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    MappedSQLExpression,
    column_property,
    mapped_column,
    relationship,
)

from trainee_tracker.append_only import ClientMade, LedgerRow, newest
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.people.rules import AccountPart, Role, Side


class OrganisationState(LedgerRow, Base):
    """What is known of an organisation from one moment on; the highest `sequence` stands.

    Colours are `#rrggbb`; `issuer_line` is what its certificates print as issuer. It is chained in
    the installation's stream: which organisations there are, and on which side, concerns all.
    """

    __tablename__ = "organisation_states"
    __table_args__ = (UniqueConstraint("organisation_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    sequence: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    brand: Mapped[str] = mapped_column(String(7))
    accent: Mapped[str] = mapped_column(String(7))
    issuer_line: Mapped[str] = mapped_column(String(200))


class Organisation(LedgerRow, Base):
    """A network, trust, training provider or accreditor, on one side of the partnership.

    The first row of a stream of its own; what it is called and where it stands is its newest state.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)

    name: Mapped[str] = newest(OrganisationState.name, OrganisationState.organisation_id, id)
    side: Mapped[Side] = newest(OrganisationState.side, OrganisationState.organisation_id, id)
    brand: Mapped[str] = newest(OrganisationState.brand, OrganisationState.organisation_id, id)
    accent: Mapped[str] = newest(OrganisationState.accent, OrganisationState.organisation_id, id)
    issuer_line: Mapped[str] = newest(
        OrganisationState.issuer_line, OrganisationState.organisation_id, id
    )

    sites: Mapped[list[Site]] = relationship(
        back_populates="organisation", order_by="Site.name", lazy="raise_on_sql"
    )


class Site(LedgerRow, Base):
    """A place where families are met or classes are held; a family clinic is a site."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))

    organisation: Mapped[Organisation] = relationship(back_populates="sites", lazy="joined")


class PersonName(LedgerRow, Base):
    """How a person is named from one moment on; the highest `sequence` stands.

    `other_name` is the name in another script, in the language `other_language` (a BCP 47 tag).
    """

    __tablename__ = "person_names"
    __table_args__ = (UniqueConstraint("person_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sequence: Mapped[int]
    full_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    other_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    other_language: Mapped[str] = mapped_column(String(12), default="", info=PERSONAL)
    registration: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)


class Account(Base):
    """How a person is reached and proves who they are; without a hash they have not joined yet.

    It decides nothing and changes; `AccountChange` keeps what was recorded of each change. Two
    leads may enter one address who know nothing of each other, but one person alone signs in with
    it: whoever accepts later says that they are that person.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        Index(
            "uq_accounts_email_of_joined",
            "email",
            unique=True,
            sqlite_where=text("password_hash IS NOT NULL"),
            postgresql_where=text("password_hash IS NOT NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(12))
    """The tag of the language that they chose for their pages; None follows the browser."""


class SamePerson(LedgerRow, Base):
    """That somebody who was entered as `person_id` is `same_as_id`, as they said with their password.

    Whoever enters somebody by an address learns nothing of an account that it opens elsewhere: so
    the person is entered as if they were new, and says themselves who they are.
    """

    __tablename__ = "same_people"
    __table_args__ = (CheckConstraint("person_id <> same_as_id", name="two_rows_of_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    same_as_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


def whoever(entered: Any) -> MappedSQLExpression[int]:
    """Return a mapped attribute: who it is that the column `entered` refers to.

    That is the person as entered, or as whom that person accepted their place.
    """
    same = (
        select(SamePerson.same_as_id)
        .where(SamePerson.person_id == entered)
        .correlate_except(SamePerson)
        .scalar_subquery()
    )
    return column_property(func.coalesce(same, entered))


class Person(LedgerRow, Base):
    """Somebody known here, first made known by `organisation_id`, in whose stream they are chained.

    How they are named is their newest `PersonName`.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)

    full_name: Mapped[str] = newest(PersonName.full_name, PersonName.person_id, id)
    other_name: Mapped[str] = newest(PersonName.other_name, PersonName.person_id, id)
    other_language: Mapped[str] = newest(PersonName.other_language, PersonName.person_id, id)
    registration: Mapped[str] = newest(PersonName.registration, PersonName.person_id, id)
    email: Mapped[str] = column_property(
        select(Account.email)
        .where(Account.person_id == id)
        .correlate_except(Account)
        .scalar_subquery()
    )
    language: Mapped[str | None] = column_property(
        select(Account.language)
        .where(Account.person_id == id)
        .correlate_except(Account)
        .scalar_subquery()
    )
    """The tag of the language that they chose; None follows their browser."""
    has_joined: Mapped[bool] = column_property(
        exists()
        .where(Account.person_id == id, Account.password_hash.is_not(None))
        .correlate_except(Account)
    )

    account: Mapped[Account] = relationship(foreign_keys=[Account.person_id], uselist=False)
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id"
    )


class AccountChange(LedgerRow, Base):
    """That part of an account got a new value, whose SHA-256 is `fingerprint`.

    A password hash or an address that nobody recorded so was put there behind our back.
    """

    __tablename__ = "account_changes"
    __table_args__ = (UniqueConstraint("person_id", "part", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[AccountPart] = mapped_column(choice(AccountPart))
    sequence: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64), info=PERSONAL)


class RoleEnd(LedgerRow, Base):
    """The end of a role, from `recorded_at` on.

    `is_declined` when a governance lead of the other side did not accept it; `reason` says why then.
    """

    __tablename__ = "role_ends"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grants.id"), unique=True)
    is_declined: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)


class RoleAcceptance(ClientMade, LedgerRow, Base):
    """That a governance lead was accepted by one of the other side, and is in office from then on.

    `accepted_by_id` is who stands for it. Where nobody had recorded it (`recorded_by_id` is empty),
    the first two leads were accepted on the server, each by the other.
    """

    __tablename__ = "role_acceptances"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grants.id"), unique=True)
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class RoleGrant(LedgerRow, Base):
    """A role that a person holds at an organisation from `recorded_at` until it ends (UTC).

    A governance lead acts by it only once it is accepted. A role given again after it ended has the
    next `sequence`, so that nobody holds one twice, and is accepted anew. The role of an
    administrator is over all organisations, and chained in the installation's stream.
    `carries_on_id` is the grant to the same person as entered, whose place it takes.
    """

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("person_id", "role", "organisation_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    sequence: Mapped[int]
    carries_on_id: Mapped[int | None] = mapped_column(ForeignKey("role_grants.id"), unique=True)

    ended_at: Mapped[datetime | None] = column_property(
        select(RoleEnd.recorded_at)
        .where(RoleEnd.grant_id == id)
        .correlate_except(RoleEnd)
        .scalar_subquery()
    )
    is_accepted: Mapped[bool] = column_property(
        or_(
            role != Role.GOVERNANCE_LEAD,
            exists().where(RoleAcceptance.grant_id == id).correlate_except(RoleAcceptance),
        )
    )
    """Whether nobody has to accept it, or somebody of the other side has."""

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @property
    def is_in_force(self) -> bool:
        """Whether its holder may act by it: it is accepted and has not ended."""
        return bool(self.is_accepted) and self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether it opens no page yet, because the other side has not accepted it."""
        return not self.is_accepted and self.ended_at is None
