"""What a certificate rested on, and what a recount of just that finds; knows no database.

A certificate is judged by the version and as of the day of its issue, on the lines that were signed
off then, as they stand now. So new hours and later versions never touch it, and a correction, a
sign-off taken back, a changed register or result and a suspended check do.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from trainee_tracker.accreditation.ledger import Key, LedgerLine, LineState, Who, in_order
from trainee_tracker.accreditation.plain_json import from_plain, to_plain
from trainee_tracker.accreditation.standing import Standing, Unit
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.messages import Message, say
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import ForOthers, Impossible, NotAllowed

SIGNED_OFF = "signed-off"
"""The key of the minutes that an award says its supervisor signed off; no requirement is called so."""


class Verdict(StrEnum):
    """What a recount finds of a certificate.

    Supported: everything it says still follows from the record. Lower: what it says is met is
    still met, but a figure that it prints is lower now. Unsupported: something that it says is met
    is not.
    """

    SUPPORTED = "supported"
    LOWER = "lower"
    UNSUPPORTED = "unsupported"


class ReliedLine(NamedTuple):
    """One line that was signed off at issue: whose, which occasion, as which entry, how long.

    `occasion` stays the same when the line is corrected or its register is taken again.
    """

    trainee: Who
    occasion: Key
    entry: Key
    minutes: int

    @property
    def place(self) -> tuple[Any, ...]:
        """What sorts it among the others: numbers before names."""
        return self.trainee, in_order(self.occasion), in_order(self.entry)


@dataclass(frozen=True)
class Figure:
    """One requirement at issue: what there was of what was asked for, and whether it is printed."""

    key: str
    have: int
    need: int
    met: bool
    printed: bool


@dataclass(frozen=True)
class SignedFor:
    """The supervisor whom an award names, and the minutes that they had signed off."""

    signer_id: int
    minutes: int


@dataclass(frozen=True)
class Grounds:
    """What one certificate rested on at its issue; `members` were judged together."""

    members: tuple[int, ...]
    lines: tuple[ReliedLine, ...]
    figures: tuple[Figure, ...]
    signed: SignedFor | None

    def to_json(self) -> str:
        """Return the grounds as canonical JSON; a line is a list, since there can be thousands."""
        return canonical(
            {
                "members": list(self.members),
                "lines": [list(line) for line in self.lines],
                "figures": to_plain(self.figures),
                "signed": None if self.signed is None else to_plain(self.signed),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Grounds:
        """Return the grounds that `to_json` wrote."""
        plain = json.loads(text)
        signed = plain["signed"]
        return cls(
            members=tuple(plain["members"]),
            lines=tuple(ReliedLine(*line) for line in plain["lines"]),
            figures=tuple(from_plain(Figure, each) for each in plain["figures"]),
            signed=None if signed is None else from_plain(SignedFor, signed),
        )


@dataclass(frozen=True)
class Shortfall:
    """One thing that a certificate says and the record no longer does.

    `was` is what it said, `have` what there is now, `waiting` what only waits for a signature, all
    in `unit`. `missing` says in words what is missing where the requirement is not met.
    """

    key: str
    title: str
    unit: Unit
    was: int
    have: int
    need: int
    waiting: int
    is_met: bool
    missing: tuple[Message, ...]

    @property
    def short(self) -> int:
        """What is missing of what is asked for."""
        return max(0, self.need - self.have)


@dataclass(frozen=True)
class Finding:
    """What a recount found: the verdict, and what it rests on."""

    verdict: Verdict
    shortfalls: tuple[Shortfall, ...]

    @property
    def unmet(self) -> tuple[Shortfall, ...]:
        """What is asked for and no longer met; only this can be kept by both sides."""
        return tuple(each for each in self.shortfalls if not each.is_met)

    @property
    def prints_more(self) -> bool:
        """Whether the certificate says more of something than there is now."""
        return any(each.have < each.was for each in self.shortfalls)

    @property
    def worst(self) -> int:
        """The largest part that is missing of anything asked for, in thousandths."""
        return max((1000 * each.short // max(1, each.need) for each in self.unmet), default=0)

    def to_json(self) -> str:
        """Return the finding as canonical JSON."""
        return canonical(to_plain(self))

    @classmethod
    def from_json(cls, text: str) -> Finding:
        """Return the finding that `to_json` wrote."""
        return from_plain(cls, json.loads(text))


@dataclass(frozen=True)
class Keeping:
    """One side's decision to keep an award although so much was not met; `at` in UTC."""

    side: Side
    person_id: int
    unmet: tuple[Shortfall, ...]
    at: datetime


def occasion_of(line: LedgerLine) -> Key:
    """Return what a line is about, whichever entry, register or result says it now."""
    return f"prior-{line.activity}" if line.is_prior_learning else line.session


def grounds_of(
    members: Iterable[int],
    lines: Iterable[LedgerLine],
    standing: Standing,
    *,
    printed: Collection[str],
    signed: SignedFor | None,
) -> Grounds:
    """Return what a certificate rests on that is issued upon `standing`.

    `lines` are those of everyone in `members`; `printed` are the keys of the figures it prints.
    """
    return Grounds(
        members=tuple(sorted(members)),
        lines=tuple(
            sorted(
                (
                    ReliedLine(line.trainee, occasion_of(line), line.entry, line.minutes)
                    for line in lines
                    if line.state is LineState.SIGNED_OFF and line.held_on <= standing.as_of
                ),
                key=attrgetter("place"),
            )
        ),
        figures=tuple(
            Figure(each.key, each.have, each.need, each.met, each.key in printed)
            for each in standing.requirements
        ),
        signed=signed,
    )


def as_relied_on(grounds: Grounds, lines: Iterable[LedgerLine]) -> Iterator[LedgerLine]:
    """Yield those of the present `lines` on which the certificate rested, as they stand now.

    Of prior learning no more counts than was accepted then: what came later is new.
    """
    relied = {(each.trainee, each.occasion): each.minutes for each in grounds.lines}
    for line in lines:
        most = relied.get((line.trainee, occasion_of(line)))
        if most is not None:
            yield replace(line, minutes=min(most, line.minutes)) if line.is_prior_learning else line


def lower_of(one: Standing, other: Standing) -> Standing:
    """Return `one` with the lower standing of each requirement: what is found late never adds."""
    pairs = zip(one.requirements, other.requirements, strict=True)
    lower = tuple(min(pair, key=lambda each: each.have) for pair in pairs)
    return replace(one, requirements=lower)


def compare(
    grounds: Grounds, standing: Standing, signed_minutes: int, *, is_award: bool
) -> Finding:
    """Return what a recount finds of a certificate.

    `signed_minutes` are those that the supervisor whom it names has still signed off. An award says
    that everything is met; a progress certificate only what it prints.
    """
    figures = {each.key: each for each in grounds.figures}
    shortfalls = [
        Shortfall(
            each.key,
            each.title,
            each.unit,
            figures[each.key].have,
            each.have,
            each.need,
            each.waiting,
            each.met or not _says_met(figures[each.key], is_award=is_award),
            each.missing,
        )
        for each in standing.requirements
        if _is_lower(figures[each.key], each.have)
        or (not each.met and _says_met(figures[each.key], is_award=is_award))
    ]
    if grounds.signed is not None and signed_minutes < grounds.signed.minutes:
        shortfalls.append(
            Shortfall(
                SIGNED_OFF,
                "Signed off by the supervisor it names",
                "minutes",
                grounds.signed.minutes,
                signed_minutes,
                0,
                0,
                is_met=True,
                missing=(),
            )
        )
    if not shortfalls:
        return Finding(Verdict.SUPPORTED, ())
    is_met = all(each.is_met for each in shortfalls)
    return Finding(Verdict.LOWER if is_met else Verdict.UNSUPPORTED, tuple(shortfalls))


def _is_lower(figure: Figure, have: int) -> bool:
    return figure.printed and have < figure.have


def _says_met(figure: Figure, *, is_award: bool) -> bool:
    return is_award or (figure.printed and figure.met)


def covers(kept: Sequence[Shortfall], now: Sequence[Shortfall]) -> bool:
    """Say whether what was kept is at least as bad, in each point, as what is not met now.

    Counts can be the same and mean other modules or checks, so of those the words are compared.
    """
    before = {each.key: each for each in kept}
    return all(each.key in before and _is_no_worse(each, before[each.key]) for each in now)


def _is_no_worse(now: Shortfall, kept: Shortfall) -> bool:
    names_more = now.unit == "count" and not set(now.missing) <= set(kept.missing)
    return not names_more and now.have >= kept.have and now.short <= kept.short


def sides_keeping(keepings: Iterable[Keeping], finding: Finding) -> Mapping[Side, int]:
    """Return each side that keeps an award in spite of `finding` -> by whom."""
    return {each.side: each.person_id for each in keepings if covers(each.unmet, finding.unmet)}


def is_kept(keepings: Iterable[Keeping], finding: Finding) -> bool:
    """Say whether both sides, by two people, keep an award in spite of what `finding` says."""
    if finding.verdict is not Verdict.UNSUPPORTED:
        return False
    return len(set(sides_keeping(keepings, finding).values())) > 1


def kept_since(keepings: Sequence[Keeping], finding: Finding) -> datetime | None:
    """Return since when both sides keep an award in spite of `finding`, if they do.

    That is the later of each side's first signature that covers it, whatever was signed since.
    """
    if not is_kept(keepings, finding):
        return None
    first: dict[Side, datetime] = {}
    for each in keepings:
        if covers(each.unmet, finding.unmet):
            first[each.side] = min(each.at, first.get(each.side, each.at))
    return max(first.values())


def finding_digest(finding: Finding) -> str:
    """Return the digest of what is not met, so that a side keeps the same finding only once."""
    return digest_of(to_plain(finding.unmet))


def side_to_keep(
    finding: Finding,
    keepings: Sequence[Keeping],
    *,
    sides_led: Collection[Side],
    actor_id: int,
    holder_id: int,
    is_award: bool,
) -> Side:
    """Return for which side the actor would keep a valid certificate.

    Raises NotAllowed: the actor is the holder, leads governance on neither side, or has signed for
    the other side. Raises Impossible: it is no award, nothing is unmet, or this side has signed.
    """
    if actor_id == holder_id:
        raise NotAllowed(say("This award is yours. Somebody else decides whether it is kept."))
    if not sides_led:
        raise ForOthers(
            say("A governance lead of each side decides whether an award is kept. Ask them."),
            say("A governance lead of each side decides whether an award is kept. Ask {leads}."),
        )
    if not is_award:
        raise Impossible(
            say("Only an award is kept. The trainee makes a new progress certificate in its place.")
        )
    if finding.verdict is Verdict.LOWER:
        raise Impossible(
            say(
                "Everything is still met, so nothing has to be kept. A figure on it is too high: a"
                " training lead issues the award again with the figures as they are."
            )
        )
    if finding.verdict is Verdict.SUPPORTED:
        raise Impossible(say("The record supports this award, so there is nothing to decide."))
    kept = sides_keeping(keepings, finding)
    if actor_id in kept.values():
        raise NotAllowed(
            say(
                "You have signed that this award is kept. A governance lead of the other side signs"
                " next, and that has to be somebody else."
            )
        )
    open_sides = sorted(set(sides_led) - kept.keys())
    if not open_sides:
        raise Impossible(
            say("Your side has signed that this award is kept. The other side signs next.")
        )
    return open_sides[0]
