"""How pages say what a recount found, and what was changed since a certificate was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from trainee_tracker.accreditation.standing import figure
from trainee_tracker.accreditation.vocabulary import LEVELS_ALONE
from trainee_tracker.certificates.support.changes import Change, ChangeKind
from trainee_tracker.certificates.support.queries import Deciding, KeepingRow, SupportState
from trainee_tracker.certificates.support.rules import SIGNED_OFF, Finding, Shortfall, Verdict
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.modules.forms import OUTCOME_WORDS
from trainee_tracker.cohorts.registers.forms import MARK_WORDS
from trainee_tracker.cohorts.results.forms import KIND_WORDS
from trainee_tracker.cohorts.results.rules import ResultKind
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Own,
    Percent,
    Value,
    names,
    say,
    say_again,
    say_many,
    say_of,
)
from trainee_tracker.people.rules import Side

VERDICT_WORDS: Final[Mapping[Verdict, Message]] = {
    Verdict.SUPPORTED: say("Supported by the record"),
    Verdict.LOWER: say("Prints a figure that is too high"),
    Verdict.UNSUPPORTED: say("No longer supported"),
}

TONES: Final[Mapping[Verdict, str]] = {
    Verdict.SUPPORTED: "good",
    Verdict.LOWER: "wait",
    Verdict.UNSUPPORTED: "bad",
}
"""Which of the status marks shows a verdict."""


def state_words(state: SupportState) -> tuple[str, Message]:
    """Return the tone and the word of where a certificate stands with its record."""
    if state.is_kept:
        return "info", say("Kept by both sides")
    return TONES[state.verdict], VERDICT_WORDS[state.verdict]


def shortfall_words(each: Shortfall) -> Message:
    """Return one shortfall as a phrase: "Practice: 45 h of 60 h; 15 h wait for a signature"."""
    title, have = _title(each), figure(each.have, each.unit)
    if each.is_met:
        was = figure(each.was, each.unit)
        if each.waiting:
            return say(
                "{title}: it prints {was}, the record has {have}; {waiting} wait for a signature",
                title=title,
                was=was,
                have=have,
                waiting=figure(each.waiting, each.unit),
            )
        return say(
            "{title}: it prints {was}, the record has {have}", title=title, was=was, have=have
        )
    need = figure(each.need, each.unit)
    if each.waiting:
        return say(
            "{title}: {have} of {need}; {waiting} wait for a signature",
            title=title,
            have=have,
            need=need,
            waiting=figure(each.waiting, each.unit),
        )
    return say("{title}: {have} of {need}", title=title, have=have, need=need)


def _title(each: Shortfall) -> Value:
    if each.key == SIGNED_OFF:
        return say("Signed off by the supervisor it names")
    return Own(each.title)


def finding_words(shortfalls: Sequence[Shortfall]) -> list[Message]:
    """Return a phrase for each shortfall, those that are not met before the others."""
    return [shortfall_words(each) for each in sorted(shortfalls, key=lambda each: each.is_met)]


def broken_words(holder: str, finding: Finding) -> Message:
    """Return whose award an act took the support from, and what of it is missing now."""
    return say(
        "{holder}’s award is no longer supported. {missing}.",
        holder=Own(holder),
        missing=All(tuple(finding_words(finding.unmet))),
    )


def holders_words(holders: Sequence[str]) -> Message:
    """Return who holds an award that may rest on what is about to be changed, and what follows."""
    return say_many(
        "{holders} holds an award. Should what it rests on be missing afterwards, you are told at"
        " once, and it is decided whether it stays.",
        "{holders} hold an award. Should what these rest on be missing afterwards, you are told at"
        " once, and it is decided whether they stay.",
        n=len(holders),
        holders=names(holders),
    )


def change_words(change: Change) -> Message:
    """Return what was done, in a sentence without who and when.

    Raises ValueError for a change that leaves out what its kind needs.
    """
    about = Own(change.about)
    if change.kind is ChangeKind.LIFTED:
        return say("One side agreed that a suspension ends: {about}", about=about)
    if change.held_on is None:
        raise ValueError("A change says on which day the thing was that it changed.")
    day = change.held_on
    match change.kind:
        case ChangeKind.CORRECTED if change.before == change.after:
            return say("Session of {day} corrected", day=day)
        case ChangeKind.CORRECTED:
            return say(
                "Session of {day} corrected from {before} to {after}",
                day=day,
                before=Minutes(change.before or 0),
                after=Minutes(change.after or 0),
            )
        case ChangeKind.REVERSED:
            return say(
                "Sign-off taken back: session of {day}, {before}",
                day=day,
                before=Minutes(change.before or 0),
            )
        case ChangeKind.REGISTER:
            return _register_change(change, day)
        case ChangeKind.MODULE:
            return say(
                "{about}: {was} → {becomes}, decided on {day}",
                about=about,
                was=_decided(change.was),
                becomes=_decided(change.becomes),
                day=day,
            )
        case ChangeKind.RESULT | ChangeKind.WITHDRAWN:
            return _result_change(change)
        case ChangeKind.SUSPENDED:
            return say("Check suspended from {day}: {about}", day=day, about=about)


def _decided(outcome: Mark | ModuleOutcome | None) -> Message:
    match outcome:
        case Mark():
            return MARK_WORDS[outcome]
        case ModuleOutcome():
            return OUTCOME_WORDS[outcome]
        case None:
            return say("not on it")


def _register_change(change: Change, day: date) -> Message:
    """Return what a register says of one trainee, before and after: "Present → Absent, ..."."""
    about, after = Own(change.about), Minutes(change.after or 0)
    becomes = _decided(change.becomes)
    if change.was is None:
        return say(
            "Register of {about} on {day}: not on it → {becomes}, {after}",
            about=about,
            day=day,
            becomes=becomes,
            after=after,
        )
    before = Minutes(change.before or 0)
    if change.was is change.becomes:
        return say(
            "Register of {about} on {day}: {becomes}, {before} → {after}",
            about=about,
            day=day,
            becomes=becomes,
            before=before,
            after=after,
        )
    return say(
        "Register of {about} on {day}: {was} → {becomes}, {before} → {after}",
        about=about,
        day=day,
        was=_decided(change.was),
        becomes=becomes,
        before=before,
        after=after,
    )


def _result_change(change: Change) -> Message:
    """Return what was decided beside modules: "Attendance reported: 90 % → 50 %"."""
    if change.result is None:
        raise ValueError("A change of a result says of which kind that is.")
    what = KIND_WORDS[change.result]
    if change.about:
        what = say("{what}, {about}", what=what, about=Own(change.about))
    before = _amount_of(change.result, change.before)
    if change.kind is ChangeKind.WITHDRAWN:
        return say("{what}: {before} taken back, the registers count", what=what, before=before)
    after = _amount_of(change.result, change.after)
    if change.before is not None:
        return say("{what}: {before} → {after}", what=what, before=before, after=after)
    if change.counted is not None:
        return say(
            "{what}: {after} (the registers counted {counted})",
            what=what,
            after=after,
            counted=Percent(change.counted),
        )
    return say("{what}: {after}", what=what, after=after)


def _amount_of(kind: ResultKind, value: int | None) -> Value:
    if value is None:
        return say("none")
    match kind:
        case ResultKind.COMPETENCE:
            return LEVELS_ALONE[value]
        case ResultKind.ATTENDANCE:
            return Percent(value)
        case ResultKind.PRIOR_LEARNING:
            return Minutes(value)
        case ResultKind.EVIDENCE:
            return value


SIGNED_FOR: Final[Mapping[Side, Message]] = {
    Side.COMMUNITY: say("{who} signed for the community side that it is kept."),
    Side.STATUTORY: say("{who} signed for the statutory side that it is kept."),
}

WAITS_FOR: Final[Mapping[Side, Message]] = {
    Side.COMMUNITY: say("It waits for {who}, for the community side."),
    Side.STATUTORY: say("It waits for {who}, for the statutory side."),
}

SIGNED_FIRST: Final[Mapping[Side, Message]] = {
    Side.COMMUNITY: say(
        "{who} signed for the community side on {day}: “{reason}” With your signature the award is"
        " kept, and is valid again for everybody who checks it."
    ),
    Side.STATUTORY: say(
        "{who} signed for the statutory side on {day}: “{reason}” With your signature the award is"
        " kept, and is valid again for everybody who checks it."
    ),
}


def decision_words(deciding: Deciding, finding: Finding, *, reader_id: int) -> list[Message]:
    """Return what can be done about an award that is no longer supported, and by whom."""
    revoke = _revoke_words(deciding.could_revoke, reader_id)
    could = {side: _either(who, reader_id) for side, who in deciding.could_sign.items()}
    if not deciding.signed:
        keep = say(
            "Or one governance lead of each side signs, with a reason, that it is kept: for the"
            " community side {community}, for the statutory side {statutory}.",
            community=could[Side.COMMUNITY],
            statutory=could[Side.STATUTORY],
        )
        found = [revoke, keep]
    else:
        found = [
            *(
                say_again(SIGNED_FOR[side], who=Own(each.who))
                for side, each in deciding.signed.items()
            ),
            *(say_again(WAITS_FOR[side], who=who) for side, who in could.items()),
            revoke,
        ]
    if any(each.waiting for each in finding.unmet):
        found.append(say("Some of it waits for a signature; that may settle everything."))
    return found


def _revoke_words(people: Mapping[int, str], reader_id: int) -> Message:
    """Return who can revoke an award, the reader first."""
    others = tuple(Own(name) for person_id, name in people.items() if person_id != reader_id)
    if reader_id not in people:
        who = AnyOf(others)
        return say("{who} can revoke it.", who=who) if others else say("Nobody can revoke it yet.")
    if not others:
        return say("You can revoke it.")
    you = say_of("at the beginning of a sentence", "You")
    return say("{who} can revoke it.", who=AnyOf((you, *others)))


def _either(people: Mapping[int, str], reader_id: int) -> Value:
    """Return names of whom one is enough, the reader as "you": "you or Tom Reid"."""
    others = tuple(Own(name) for person_id, name in people.items() if person_id != reader_id)
    you = (say("you"),) if reader_id in people else ()
    return AnyOf((*you, *others)) if people else say("nobody yet")


def signed_first_words(each: KeepingRow) -> Message:
    """Return who signed for the other side already, when and why, and what the reader's would do."""
    return say_again(
        SIGNED_FIRST[each.side],
        who=Own(each.who),
        day=civil_date(each.at),
        reason=Own(each.reason),
    )


def after_keeping(*, is_kept: bool) -> Message:
    """Return what came of a signature that an award is kept."""
    if is_kept:
        return say("The award is kept: both sides have signed. It is valid as before.")
    return say("You signed. It is kept once the other side has signed too.")
