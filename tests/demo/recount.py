"""The plan read as a ledger, without any database: what its steps would leave behind."""

from __future__ import annotations

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
from trainee_tracker.demo import steps as s
from trainee_tracker.governance.items import DEFAULT_ITEMS
from trainee_tracker.governance.validity import last_valid_day

Key = tuple[str, str]


DONE = (LineState.DECLINED, LineState.REVERSED, LineState.SIGNED_OFF)
"""What can be corrected once a supervisor has decided."""


def hours_of(steps: Sequence[s.Step], cohort: str) -> dict[Key, LedgerLine]:
    """Return the line of every entry as it stands after all steps."""
    lines: dict[Key, LedgerLine] = {}
    for step in steps:
        match step:
            case s.LogMeeting(meeting=meeting) if meeting.cohort == cohort:
                for place, part in enumerate(meeting.team):
                    line = _line(meeting, part.trainee)
                    state = LineState.LOGGED if place else LineState.SUBMITTED
                    lines[meeting.key, part.trainee] = replace(line, state=state)
            case s.Send(entry=entry) if entry in lines:
                assert lines[entry].state is LineState.LOGGED
                lines[entry] = replace(lines[entry], state=LineState.SUBMITTED)
            case s.Withdraw(entry=entry) if entry in lines:
                assert lines[entry].state is LineState.SUBMITTED
                lines[entry] = replace(lines[entry], state=LineState.WITHDRAWN)
            case s.SignQueue():
                _decide(lines, step)
            case s.Reverse(entry=entry) if entry in lines:
                assert lines[entry].state is LineState.SIGNED_OFF
                lines[entry] = replace(lines[entry], state=LineState.REVERSED)
            case s.Correct(entry=entry, corrected=corrected) if entry in lines:
                assert lines[entry].state in DONE
                lines[entry] = replace(lines[entry], state=LineState.SUPERSEDED)
                line = _line(corrected, step.actor)
                lines[corrected.key, step.actor] = replace(line, state=LineState.SUBMITTED)
            case _:
                continue
    return lines


def _line(meeting: s.Meeting, trainee: str) -> LedgerLine:
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


def _decide(lines: dict[Key, LedgerLine], step: s.SignQueue) -> None:
    for key, line in lines.items():
        is_waiting = line.state is LineState.SUBMITTED and line.supervisor == step.actor
        if is_waiting and key not in step.left:
            state = LineState.DECLINED if key in step.declined else LineState.SIGNED_OFF
            lines[key] = replace(line, state=state)
    assert all(lines[key].state is LineState.DECLINED for key in step.declined if key in lines)


def classes_of(steps: Sequence[s.Step], cohort: str) -> Iterator[LedgerLine]:
    """Yield a line for each mark of each register."""
    lengths = {
        step.starts_at: step.minutes
        for step in steps
        if isinstance(step, s.PlanClasses) and step.cohort == cohort
    }
    (minutes,) = set(lengths.values())
    for step in steps:
        if isinstance(step, s.TakeRegister) and step.cohort == cohort:
            for trainee, (mark, late) in step.marks.items():
                there = mark in (Mark.PRESENT, Mark.LATE)
                yield LedgerLine(
                    entry=f"class {step.held_on} {trainee}",
                    session=f"class {step.held_on}",
                    trainee=trainee,
                    held_on=step.held_on,
                    activity="taught",
                    minutes=minutes - late if there else 0,
                    planned_minutes=minutes,
                    attended=there,
                )


def clearances_of(steps: Sequence[s.Step], cohort: str) -> Iterator[Clearance]:
    """Yield a clearance for each record that two sides signed; suspensions are left out."""
    signed: dict[str, int] = {}
    for step in steps:
        if isinstance(step, s.SignRecord):
            signed[step.record] = signed.get(step.record, 0) + 1
    for step in steps:
        if not isinstance(step, s.ProposeRecord) or step.cohort != cohort:
            continue
        if signed.get(step.key) == 2:
            months = DEFAULT_ITEMS[step.item].months_valid
            last = step.valid_to or last_valid_day(step.valid_from, months)
            yield Clearance(step.subject, step.item, step.valid_from, last)


def outcomes_of(steps: Sequence[s.Step], cohort: str) -> Iterator[ModuleOutcome]:
    """Yield every module passed."""
    for step in steps:
        if isinstance(step, s.RecordResults) and step.cohort == cohort:
            for trainee, outcome in step.outcomes.items():
                if outcome is Outcome.PASSED:
                    yield ModuleOutcome(trainee, step.module, step.at.date())


def standing_of(steps: Sequence[s.Step], cohort: str, preset: str, on: date) -> CohortStanding:
    """Judge a cohort of the plan by the engine itself, on what was published from the preset."""
    [published] = [
        each for each in steps if isinstance(each, s.PublishCourse) and each.preset == preset
    ]
    terms = load_preset(preset)
    asked_for = tuple(each for each in terms.requirements if each.key not in published.left_out)
    trainees = {
        step.person.key for step in steps if isinstance(step, s.Enrol) and step.cohort == cohort
    }
    return judge_cohort(
        replace(terms, requirements=asked_for),
        [*hours_of(steps, cohort).values(), *classes_of(steps, cohort)],
        list(clearances_of(steps, cohort)),
        list(outcomes_of(steps, cohort)),
        on,
        trainees,
    )
