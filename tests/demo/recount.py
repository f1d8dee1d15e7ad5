"""The plan read as a ledger, without any database: what its steps would leave behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.ledger import (
    Clearance,
    LedgerLine,
    LineState,
    ModuleOutcome,
)
from trainee_tracker.accreditation.standing import CohortStanding
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.rules import ModuleOutcome as Outcome
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.demo.steps import EntryKey, Meeting, Step
from trainee_tracker.governance.items import DEFAULT_ITEMS
from trainee_tracker.governance.validity import last_valid_day

DONE = (LineState.DECLINED, LineState.REVERSED, LineState.SIGNED_OFF)
"""What can be corrected once a supervisor has decided."""

MOVES = {
    "send": ((LineState.LOGGED,), LineState.SUBMITTED),
    "withdraw": ((LineState.SUBMITTED,), LineState.WITHDRAWN),
    "reverse": ((LineState.SIGNED_OFF,), LineState.REVERSED),
    "correct": (DONE, LineState.SUPERSEDED),
}
"""What an act may find of an entry, and what it leaves."""


def hours_of(steps: Sequence[Step], cohort: str) -> dict[EntryKey, LedgerLine]:
    """Return the line of every entry as it stands after all steps."""
    lines: dict[EntryKey, LedgerLine] = {}
    for step in steps:
        meeting, entry = step.facts.get("meeting"), step.facts.get("entry")
        if meeting and meeting.cohort == cohort:
            for place, part in enumerate(meeting.team):
                line = _line(meeting, part.trainee)
                state = LineState.LOGGED if place else LineState.SUBMITTED
                lines[meeting.key, part.trainee] = replace(line, state=state)
        elif step.do == "sign_queue":
            _decide(lines, step)
        elif entry in lines:
            before, after = MOVES[step.do]
            assert lines[entry].state in before
            lines[entry] = replace(lines[entry], state=after)
            if step.do == "correct":
                corrected = step.facts["corrected"]
                line = _line(corrected, step.actor)
                lines[corrected.key, step.actor] = replace(line, state=LineState.SUBMITTED)
    return lines


def _line(meeting: Meeting, trainee: str) -> LedgerLine:
    return LedgerLine(
        entry=f"{meeting.key} {trainee}",
        session=meeting.key.removesuffix(" corrected"),
        trainee=trainee,
        held_on=meeting.held_on,
        activity=meeting.activity,
        minutes=meeting.minutes,
        supervisor=meeting.supervisor,
        attended=meeting.is_attended,
        present=len(meeting.team),
    )


def _decide(lines: dict[EntryKey, LedgerLine], step: Step) -> None:
    declined, left = step.facts["declined"], step.facts["left"]
    for key, line in lines.items():
        is_waiting = line.state is LineState.SUBMITTED and line.supervisor == step.actor
        if is_waiting and key not in left:
            state = LineState.DECLINED if key in declined else LineState.SIGNED_OFF
            lines[key] = replace(line, state=state)
    assert all(lines[key].state is LineState.DECLINED for key in declined if key in lines)


def of_cohort(steps: Sequence[Step], cohort: str, do: str) -> Iterator[Step]:
    """Yield the steps of a kind in a cohort."""
    yield from (each for each in steps if each.do == do and each.facts["cohort"] == cohort)


def classes_of(steps: Sequence[Step], cohort: str) -> Iterator[LedgerLine]:
    """Yield a line for each mark of each register."""
    planned = of_cohort(steps, cohort, "plan_classes")
    (minutes,) = {each.facts["minutes"] for each in planned}
    for step in of_cohort(steps, cohort, "take_register"):
        for trainee, (mark, late) in step.facts["marks"].items():
            there = mark in (Mark.PRESENT, Mark.LATE)
            yield LedgerLine(
                entry=f"class {step.facts['held_on']} {trainee}",
                session=f"class {step.facts['held_on']}",
                trainee=trainee,
                held_on=step.facts["held_on"],
                activity="taught",
                minutes=minutes - late if there else 0,
                planned_minutes=minutes,
                attended=there,
            )


def clearances_of(steps: Sequence[Step], cohort: str) -> Iterator[Clearance]:
    """Yield a clearance for each record that two sides signed; suspensions are left out."""
    latest: dict[tuple[str, str], Step] = {}
    signed: Counter[tuple[str, str]] = Counter()
    for step in steps:
        if step.do not in ("propose_record", "sign_record") or step.facts["cohort"] != cohort:
            continue
        about = (step.facts["subject"], step.facts["item"])
        if step.do == "propose_record":
            latest[about], signed[about] = step, 0
            continue
        signed[about] += 1
        if signed[about] == 2:
            found = latest[about].facts
            months = DEFAULT_ITEMS[found["item"]].months_valid
            last = found["valid_to"] or last_valid_day(found["valid_from"], months)
            yield Clearance(found["subject"], found["item"], found["valid_from"], last)


def outcomes_of(steps: Sequence[Step], cohort: str) -> Iterator[ModuleOutcome]:
    """Yield every module passed."""
    for step in of_cohort(steps, cohort, "record_results"):
        for trainee, outcome in step.facts["outcomes"].items():
            if outcome is Outcome.PASSED:
                yield ModuleOutcome(trainee, step.facts["module"], step.at.date())


def standing_of(steps: Sequence[Step], cohort: str, preset: str, on: date) -> CohortStanding:
    """Judge a cohort of the plan by the engine itself, on what was published from the preset."""
    [left_out] = [
        each.facts["left_out"]
        for each in steps
        if each.do == "publish_course" and each.facts["preset"] == preset
    ]
    terms = load_preset(preset)
    asked_for = tuple(each for each in terms.requirements if each.key not in left_out)
    trainees = {each.facts["person"] for each in of_cohort(steps, cohort, "enrol")}
    return judge_cohort(
        replace(terms, requirements=asked_for),
        [*hours_of(steps, cohort).values(), *classes_of(steps, cohort)],
        list(clearances_of(steps, cohort)),
        list(outcomes_of(steps, cohort)),
        on,
        trainees,
    )
