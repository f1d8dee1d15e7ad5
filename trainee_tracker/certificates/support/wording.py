"""How pages say what a recount found, and what was changed since a certificate was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

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
from trainee_tracker.filters import amount, duration, longdate
from trainee_tracker.people.roles.rules import names_in_words
from trainee_tracker.people.rules import Side
from trainee_tracker.spoken import speak

VERDICT_WORDS = {
    Verdict.SUPPORTED: _l("Supported by the record"),
    Verdict.LOWER: _l("Prints a figure that is too high"),
    Verdict.UNSUPPORTED: _l("No longer supported"),
}


def state_words(state: SupportState) -> tuple[str, str]:
    """Return the tone and the word of where a certificate stands with its record."""
    if state.is_kept:
        return "info", str(_("Kept by both sides"))
    tones = {Verdict.SUPPORTED: "good", Verdict.LOWER: "wait", Verdict.UNSUPPORTED: "bad"}
    return tones[state.verdict], str(VERDICT_WORDS[state.verdict])


def shortfall_words(each: Shortfall) -> str:
    """Return one shortfall as a phrase: "Practice: 45 h of 60 h; 15 h wait for a signature"."""
    have = amount(each.have, each.unit)
    if each.is_met:
        title = _("Signed off by the supervisor it names") if each.key == SIGNED_OFF else each.title
        words = _(
            "%(title)s: it prints %(was)s, the record has %(have)s",
            title=title,
            was=amount(each.was, each.unit),
            have=have,
        )
    else:
        need = amount(each.need, each.unit)
        words = _("%(title)s: %(have)s of %(need)s", title=each.title, have=have, need=need)
    if each.waiting:
        waiting = amount(each.waiting, each.unit)
        words = _("%(words)s; %(waiting)s wait for a signature", words=words, waiting=waiting)
    return str(words)


def finding_words(shortfalls: Sequence[Shortfall]) -> list[str]:
    """Return a phrase for each shortfall, those that are not met before the others."""
    return [shortfall_words(each) for each in sorted(shortfalls, key=lambda each: each.is_met)]


def broken_words(holder: str, finding: Finding) -> str:
    """Return whose award an act took the support from, and what of it is missing now."""
    missing = "; ".join(finding_words(finding.unmet))
    return str(
        _("%(name)s’s award is no longer supported. %(missing)s.", name=holder, missing=missing)
    )


def change_words(change: Change) -> str:
    """Return what was done, in a sentence without who and when."""
    day = longdate(change.held_on) if change.held_on else ""
    match change.kind:
        case ChangeKind.CORRECTED if change.before == change.after:
            return str(_("Session of %(day)s corrected", day=day))
        case ChangeKind.CORRECTED:
            return str(
                _(
                    "Session of %(day)s corrected from %(before)s to %(after)s",
                    day=day,
                    before=duration(change.before or 0),
                    after=duration(change.after or 0),
                )
            )
        case ChangeKind.REVERSED:
            return str(
                _(
                    "Sign-off taken back: session of %(day)s, %(before)s",
                    day=day,
                    before=duration(change.before or 0),
                )
            )
        case ChangeKind.REGISTER:
            return str(
                _(
                    "Register of %(about)s on %(day)s: %(change)s",
                    about=change.about,
                    day=day,
                    change=_mark_change(change),
                )
            )
        case ChangeKind.MODULE:
            return str(
                _(
                    "%(about)s: %(was)s → %(becomes)s, decided on %(day)s",
                    about=change.about,
                    was=_decided(change.was),
                    becomes=_decided(change.becomes),
                    day=day,
                )
            )
        case ChangeKind.RESULT | ChangeKind.WITHDRAWN:
            return _result_change(change)
        case ChangeKind.SUSPENDED:
            return str(_("Check suspended from %(day)s: %(about)s", day=day, about=change.about))
        case ChangeKind.LIFTED:
            return str(_("One side agreed that a suspension ends: %(about)s", about=change.about))


def _decided(outcome: Mark | ModuleOutcome | None) -> str:
    match outcome:
        case Mark():
            return str(MARK_WORDS[outcome])
        case ModuleOutcome():
            return str(OUTCOME_WORDS[outcome])
        case None:
            return str(_("not on it"))


def _mark_change(change: Change) -> str:
    """Return what a register says of one trainee, before and after: "Present → Absent, ..."."""
    after = duration(change.after or 0)
    if change.was is None:
        return f"{_decided(None)} → {_decided(change.becomes)}, {after}"
    minutes = f"{duration(change.before or 0)} → {after}"
    if change.was is change.becomes:
        return f"{_decided(change.was)}, {minutes}"
    return f"{_decided(change.was)} → {_decided(change.becomes)}, {minutes}"


def _result_change(change: Change) -> str:
    """Return what was decided beside modules: "Attendance reported: 90 % → 50 %"."""
    if change.result is None:
        raise ValueError("A change of a result says of which kind that is.")
    label = str(KIND_WORDS[change.result])
    if change.about:
        label = f"{label}, {change.about}"
    before = _amount_of(change.result, change.before)
    if change.kind is ChangeKind.WITHDRAWN:
        return str(
            _("%(label)s: %(before)s taken back, the registers count", label=label, before=before)
        )
    after = _amount_of(change.result, change.after)
    if change.before is not None:
        return f"{label}: {before} → {after}"
    if change.counted is not None:
        counted = amount(change.counted, "percent")
        return str(
            _(
                "%(label)s: %(after)s (the registers counted %(counted)s)",
                label=label,
                after=after,
                counted=counted,
            )
        )
    return f"{label}: {after}"


def _amount_of(kind: ResultKind, value: int | None) -> str:
    if value is None:
        return str(_("none"))
    match kind:
        case ResultKind.COMPETENCE:
            return speak(LEVELS_ALONE[value])
        case ResultKind.ATTENDANCE:
            return amount(value, "percent")
        case ResultKind.PRIOR_LEARNING:
            return duration(value)
        case ResultKind.EVIDENCE:
            return amount(value, "count")


def decision_words(deciding: Deciding, finding: Finding, *, reader_id: int) -> list[str]:
    """Return what can be done about an award that is no longer supported, and by whom."""
    revoke = _("%(who)s can revoke it.", who=_either(deciding.could_revoke, reader_id))
    sides = {Side.COMMUNITY: _("the community side"), Side.STATUTORY: _("the statutory side")}
    could = {side: _either(who, reader_id) for side, who in deciding.could_sign.items()}
    if not deciding.signed:
        keep = _(
            "Or one governance lead of each side signs, with a reason, that it is kept: for the "
            "community side %(community)s, for the statutory side %(statutory)s.",
            community=could[Side.COMMUNITY],
            statutory=could[Side.STATUTORY],
        )
        found = [_capitalised(revoke), str(keep)]
    else:
        signed = [
            _("%(who)s signed for %(side)s that it is kept.", who=each.who, side=sides[side])
            for side, each in deciding.signed.items()
        ]
        waits = [
            _("It waits for %(who)s, for %(side)s.", who=who, side=sides[side])
            for side, who in could.items()
        ]
        found = [*map(str, signed), *map(str, waits), _capitalised(revoke)]
    if any(each.waiting for each in finding.unmet):
        found.append(str(_("Some of it waits for a signature; that may settle everything.")))
    return found


def _either(people: Mapping[int, str], reader_id: int) -> str:
    """Return names of whom one is enough, the reader as "you": "you or Tom Reid"."""
    names = [str(_("you"))] if reader_id in people else []
    names += [name for person_id, name in people.items() if person_id != reader_id]
    return names_in_words(names) if names else str(_("nobody yet"))


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def signed_first_words(each: KeepingRow) -> str:
    """Return who signed for the other side already, when and why, and what the reader's would do."""
    sides = {Side.COMMUNITY: _("the community side"), Side.STATUTORY: _("the statutory side")}
    return str(
        _(
            "%(who)s signed for %(side)s on %(day)s: “%(reason)s” With your signature the award is "
            "kept, and is valid again for everybody who checks it.",
            who=each.who,
            side=sides[each.side],
            day=longdate(civil_date(each.at)),
            reason=each.reason,
        )
    )
