"""Who may act on a cohort, its dates, marks in a register; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_tracker.messages import Minutes, Own, any_of, say, say_many, verbatim
from trainee_tracker.refusals import ForOthers, Impossible, NotAllowed, Stale

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
"""No cohort of this software is older or later: a date outside is a slip of the pen."""

LONGEST_COHORT = timedelta(days=366 * 10)
LONGEST_NAME = 200


class Mark(StrEnum):
    """What a register says of one trainee in one class."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    APOLOGIES = "apologies"


class ModuleOutcome(StrEnum):
    """How a trainee did in a module."""

    PASSED = "passed"
    NOT_YET = "not_yet"


class Phase(StrEnum):
    """Whether a day lies before a stretch of days, in it, or after it."""

    TO_COME = "to_come"
    RUNNING = "running"
    OVER = "over"


def phase_of(begins_on: date, ends_on: date | None, today: date) -> Phase:
    """Return whether a stretch of days, both ends included, is to come, runs or is over."""
    if begins_on > today:
        return Phase.TO_COME
    return Phase.OVER if ends_on is not None and ends_on < today else Phase.RUNNING


@dataclass(frozen=True)
class MarkGiven:
    """A mark of the register with the minutes that follow from it."""

    mark: Mark
    minutes_late: int
    minutes_present: int


def is_led(led: Collection[int], organisation_id: int, partner_id: int) -> bool:
    """Tell whether somebody leads training at the network or at its partner; `led` are ids."""
    return organisation_id in led or partner_id in led


def not_a_lead() -> ForOthers:
    """Return the refusal for somebody who leads training on neither side of a cohort."""
    return ForOthers(
        say("Only a training lead of the network or of its partner does this. Ask one of them."),
        say("Only a training lead of the network or of its partner does this. Ask {leads}."),
    )


def ensure_sides(is_network: bool, is_statutory: bool) -> None:
    """Raise Impossible unless a community network and a statutory partner stand side by side."""
    if not is_network:
        raise Impossible(
            say("Choose a network of the community for this cohort."), field="organisation"
        )
    if not is_statutory:
        raise Impossible(
            say("Choose a statutory partner, such as a trust, for this cohort."), field="partner"
        )


def ensure_name(name: str) -> None:
    """Raise Impossible when a cohort has no name, or one that the tables cannot hold."""
    if not name.strip():
        raise Impossible(say("Write a name for the cohort."), field="name")
    if len(name) > LONGEST_NAME:
        raise Impossible(
            say_many(
                "Shorten the name to {n} character or fewer.",
                "Shorten the name to {n} characters or fewer.",
                n=LONGEST_NAME,
            ),
            field="name",
        )


def ensure_plausible(day: date) -> None:
    """Raise Impossible for a date that can only be a slip of the pen."""
    if not EARLIEST <= day <= LATEST:
        raise Impossible(
            say(
                "Check the year of {day}: it lies between {earliest} and {latest}.",
                day=day,
                earliest=verbatim(EARLIEST.year),
                latest=verbatim(LATEST.year),
            )
        )


def ensure_dates(starts_on: date, ends_on: date) -> None:
    """Raise Impossible unless the cohort ends after it starts, at a plausible time."""
    ensure_plausible(starts_on)
    ensure_plausible(ends_on)
    if ends_on <= starts_on:
        raise Impossible(say("A cohort ends after it starts. Check both dates."), field="ends_on")
    if ends_on - starts_on > LONGEST_COHORT:
        raise Impossible(
            say("A cohort lasts ten years at most. Check both dates."), field="ends_on"
        )


def ensure_sites(
    site_organisations: Collection[int], organisation_id: int, partner_id: int
) -> None:
    """Raise Impossible when a site belongs neither to the network nor to its partner."""
    if not set(site_organisations) <= {organisation_id, partner_id}:
        raise Impossible(
            say(
                "One of these sites belongs to another organisation. Choose sites of the network or"
                " of its partner."
            ),
            field="sites",
        )


def ensure_approval(approved_from: date, approved_until: date | None, ends_on: date) -> None:
    """Raise Impossible unless the approval begins before the cohort ends and lasts a day or more."""
    ensure_plausible(approved_from)
    if approved_from > ends_on:
        raise Impossible(
            say(
                "This cohort ends on {day}. Approve the supervisor from an earlier date.",
                day=ends_on,
            ),
            field="approved_from",
        )
    if approved_until is not None:
        ensure_plausible(approved_until)
        if approved_until < approved_from:
            raise Impossible(
                say("The approval ends before it begins. Check both dates."),
                field="approved_until",
            )


def own_place(others: Sequence[str]) -> NotAllowed:
    """Return the refusal for a lead who approves or enrols themselves; `others` lead it too."""
    if not others:
        return NotAllowed(
            say(
                "Nobody approves or enrols themselves in a cohort. Ask an administrator to invite a"
                " second training lead."
            )
        )
    return NotAllowed(
        say("Nobody approves or enrols themselves in a cohort. Ask {leads}.", leads=any_of(others))
    )


def ensure_not_both(is_trainee: bool, is_supervisor: bool, name: str) -> None:
    """Raise Impossible for somebody who would supervise themselves."""
    if is_trainee and is_supervisor:
        raise Impossible(
            say(
                "{name} cannot be a trainee and a supervisor of the same cohort, because nobody signs"
                " for themselves. Choose somebody else.",
                name=Own(name),
            )
        )


def ensure_enrolment_date(enrolled_on: date, starts_on: date, ends_on: date) -> None:
    """Raise Impossible when a trainee would join before the cohort begins or after it has ended."""
    ensure_plausible(enrolled_on)
    if enrolled_on < starts_on:
        raise Impossible(
            say(
                "This cohort’s first day is {first}, and {day} is before it. Enrol the trainee from"
                " that first day or a later one.",
                first=starts_on,
                day=enrolled_on,
            ),
            field="enrolled_on",
        )
    if enrolled_on > ends_on:
        raise Impossible(
            say("This cohort ends on {day}. Enrol the trainee from an earlier date.", day=ends_on),
            field="enrolled_on",
        )


def has_register_to_take(held_on: date, registers: int, today: date) -> bool:
    """Tell whether the register of a class, taken `registers` times, is still to be taken."""
    return not registers and held_on <= today


def ensure_class_held(held_on: date, today: date) -> None:
    """Raise Impossible before the day of a class: nobody can have attended yet."""
    if held_on > today:
        raise Impossible(
            say("This class is on {day}. Take its register on that day or later.", day=held_on)
        )


def ensure_same_turn(sequence: int, sequence_seen: int | None) -> None:
    """Raise Stale when a register was taken since the person was shown the last one."""
    if sequence_seen is not None and sequence_seen != sequence:
        raise Stale(say("Somebody took this register while your page was open. Look at it again."))


def ensure_everyone_marked(listed: Collection[int], marked: Collection[int]) -> None:
    """Raise Impossible unless the marks are of just those trainees who are on the list."""
    if set(marked) - set(listed):
        raise Impossible(
            say(
                "This register has a mark for somebody who was not in this class. Open the page"
                " again and mark those who are on it."
            )
        )
    missing = len(set(listed) - set(marked))
    if missing:
        raise Impossible(
            say_many(
                "Mark every trainee; {n} has no mark yet.",
                "Mark every trainee; {n} have no mark yet.",
                n=missing,
            )
        )


def mark_given(mark: Mark, minutes_late: int, minutes: int) -> MarkGiven:
    """Return a mark with the minutes present in a class of `minutes`.

    Only a late mark has minutes late. Raises Impossible when they do not fit the class.
    """
    if mark is Mark.LATE:
        if not 1 <= minutes_late < minutes:
            raise Impossible(
                say_many(
                    "Somebody late to this class came {n} minute after its start, because it lasts"
                    " {lasts}. Enter that, or mark them absent.",
                    "Somebody late to this class came from 1 to {n} minutes after its start, because"
                    " it lasts {lasts}. Enter a number of minutes between these, or mark them absent.",
                    n=minutes - 1,
                    lasts=Minutes(minutes),
                )
            )
        return MarkGiven(mark, minutes_late, minutes - minutes_late)
    return MarkGiven(mark, 0, minutes if mark is Mark.PRESENT else 0)


def ensure_decided(decided_on: date, today: date) -> None:
    """Raise Impossible for a module result that lies in the future, or long past."""
    ensure_plausible(decided_on)
    if decided_on > today:
        raise Impossible(
            say("{day} is still to come. Enter today or an earlier day.", day=decided_on),
            field="decided_on",
        )


def ensure_seen(seen: int | None, last: int) -> None:
    """Raise Stale when a result was recorded since the last one that the person was shown."""
    if seen is not None and seen != last:
        raise Stale(say("Somebody recorded a result while your page was open. Look at it again."))


def own_result(others: Sequence[str]) -> NotAllowed:
    """Return the refusal for a lead who records a result of their own; `others` lead it too."""
    if not others:
        return NotAllowed(
            say(
                "Somebody else has to record your own results. Ask an administrator to invite a"
                " second training lead."
            )
        )
    return NotAllowed(
        say("Somebody else has to record your own results. Ask {leads}.", leads=any_of(others))
    )


def own_register(others: Sequence[str]) -> NotAllowed:
    """Return the refusal for a lead who takes a register with their own name; `others` lead too."""
    if not others:
        return NotAllowed(
            say(
                "Somebody else has to take a register that you are on. Ask an administrator to invite"
                " a second training lead."
            )
        )
    return NotAllowed(
        say(
            "Somebody else has to take a register that you are on. Ask {leads}.",
            leads=any_of(others),
        )
    )
