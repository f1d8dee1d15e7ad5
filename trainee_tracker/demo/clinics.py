"""Family clinics and supervision groups: which families come when, and who sits with them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from trainee_tracker.demo.days import DAY, WEEK, days_between, moment
from trainee_tracker.demo.steps import Meeting, Part
from trainee_tracker.hours.sessions.rules import Mode, RoleInSession, SessionFormat

FORMATS = (
    (SessionFormat.FAMILY,) * 5 + (SessionFormat.COUPLE,) * 3 + (SessionFormat.INDIVIDUAL,) * 2
)
LENGTHS = {
    SessionFormat.FAMILY: (60, 70, 75, 80, 90),
    SessionFormat.COUPLE: (60, 60, 65, 75),
    SessionFormat.INDIVIDUAL: (50, 50, 55, 60),
}
"""Whole minutes, as such sessions usually last."""

TEAM_BEHIND = {
    SessionFormat.FAMILY: (1, 2, 2),
    SessionFormat.COUPLE: (0, 1),
    SessionFormat.INDIVIDUAL: (0,),
}
"""How many sit in the reflecting team, where so many are there."""

NOTES = (
    "The children spoke first today. I asked less and heard more.",
    "Drew a genogram together; the grandmother knew every branch.",
    "Circular questions about who worries most. The room became quieter.",
    "We slowed down when two people spoke at once, and named it.",
    "The reflecting team spoke of strength; both parents nodded.",
    "I noticed my own story in theirs. To bring to supervision.",
    "Agreed what may be shared at the place of worship, and what stays here.",
    "A long silence. I let it be.",
    "They brought food for one another. Talked about who cooks and who eats.",
    "Asked about a good week instead of a bad one.",
    "Second language used for feelings, first one for plans.",
    "Ended ten minutes early at the family's wish.",
)


@dataclass(frozen=True)
class Clinic:
    """An evening or morning a week on which a team meets families, one after the other."""

    site: str
    supervisor: str
    weekday: int
    starts: tuple[str, ...]
    team: tuple[str, ...]


@dataclass(frozen=True)
class SupervisionGroup:
    """Trainees who meet with a supervisor every few weeks."""

    supervisor: str
    weekday: int
    starts_at: str
    minutes: int
    every_weeks: int
    members: tuple[str, ...]
    site: str | None = None


@dataclass
class _Case:
    """A family in the making of the plan: who meets them, and how many sessions are to come."""

    key: str
    format: SessionFormat
    lead: str
    partner: str
    left: int
    known_to: set[str]


@dataclass
class Practice:
    """The making of a cohort's practice; `targets` are minutes each trainee works toward.

    `away` gives stretches of days on which a trainee does not come.
    """

    cohort: str
    targets: Mapping[str, int]
    is_closed: Callable[[date], bool]
    rng: Random
    away: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    _minutes: dict[str, int] = field(default_factory=dict)
    _cases: dict[tuple[str, int, int, int], _Case] = field(default_factory=dict)
    _case_count: int = 0

    def meetings(self, clinics: Sequence[Clinic], first: date, last: date) -> Iterator[Meeting]:
        """Yield every meeting with a family from `first` to `last`, in order of time."""
        self._minutes = dict.fromkeys(self.targets, 0)
        for day in days_between(first, last):
            for clinic in clinics:
                if day.weekday() != clinic.weekday or self.is_closed(day):
                    continue
                for place, starts_at in enumerate(clinic.starts):
                    meeting = self._meeting(clinic, day, place, starts_at)
                    if meeting is not None:
                        yield meeting

    def _meeting(self, clinic: Clinic, day: date, place: int, starts_at: str) -> Meeting | None:
        """Return the meeting of one slot, or None when it is free, cancelled or nobody can come."""
        coming = [each for each in clinic.team if self._is_coming(each, day)]
        # Families come every other week, so that two of them share a slot.
        slot = (clinic.site, clinic.weekday, place, day.toordinal() // 7 % 2)
        case = self._cases.get(slot)
        if case is None or self._is_over(case):
            if len(coming) < 2:
                return None
            case = self._cases[slot] = self._new_case(coming)
        leading = [each for each in (case.lead, case.partner) if each in coming]
        # Nobody stands in for the lead who has never met the family.
        if not case.known_to & set(leading[:1]) or self.rng.random() < 0.05:
            return None
        case.left -= 1
        is_attended = self.rng.random() > 0.06
        minutes = self.rng.choice(LENGTHS[case.format]) if is_attended else 0
        team = self._team(case, leading, coming)
        for part in team:
            self._minutes[part.trainee] += minutes
        case.known_to.update(part.trainee for part in team)
        key = f"{self.cohort} {day} {clinic.site} {starts_at}"
        return Meeting(
            key=key,
            cohort=self.cohort,
            activity="practice",
            begins=moment(day, starts_at),
            held_on=day,
            minutes=minutes,
            supervisor=clinic.supervisor,
            team=team,
            format=case.format,
            site=clinic.site,
            case=case.key,
            is_attended=is_attended,
            note=self.rng.choice(NOTES) if is_attended and self.rng.random() < 0.3 else "",
        )

    def _is_over(self, case: _Case) -> bool:
        """Tell whether a family has come as often as it wanted, or its team has moved on."""
        team = case.known_to & {case.lead, case.partner}
        return case.left == 0 or not any(map(self._has_time, team))

    def _has_time(self, trainee: str) -> bool:
        return self._minutes[trainee] < self.targets[trainee]

    def _is_coming(self, trainee: str, day: date) -> bool:
        first, last = self.away.get(trainee, (date.max, date.min))
        if first <= day <= last or not self._has_time(trainee):
            return False
        return self.rng.random() > 0.06

    def _share(self, trainee: str) -> float:
        """Return how much of their target somebody has reached, so that who is behind comes first."""
        return self._minutes[trainee] / self.targets[trainee]

    def _new_case(self, coming: Sequence[str]) -> _Case:
        self._case_count += 1
        lead, partner = sorted(coming, key=self._share)[:2]
        return _Case(
            f"{self.cohort} case {self._case_count}",
            self.rng.choice(FORMATS),
            lead,
            partner,
            self.rng.randint(4, 9),
            {lead},
        )

    def _team(self, case: _Case, leading: Sequence[str], coming: Sequence[str]) -> tuple[Part, ...]:
        """Return who sits with a family: one leads, one beside them, others reflect or observe."""
        parts = [Part(leading[0], RoleInSession.LEAD)]
        if len(leading) == 2 and (
            case.format is not SessionFormat.INDIVIDUAL or self.rng.random() < 0.5
        ):
            parts.append(Part(leading[1], RoleInSession.CO_THERAPIST))
        behind = sorted((each for each in coming if each not in leading), key=self._share)
        for trainee in behind[: self.rng.choice(TEAM_BEHIND[case.format])]:
            observes = self.rng.random() < 0.15
            role = RoleInSession.OBSERVER if observes else RoleInSession.REFLECTING_TEAM
            parts.append(Part(trainee, role))
        return tuple(parts)


def supervision(
    cohort: str,
    groups: Sequence[SupervisionGroup],
    first: date,
    last: date,
    *,
    is_closed: Callable[[date], bool],
    rng: Random,
) -> Iterator[Meeting]:
    """Yield every meeting of the supervision groups; one on a closed day is held a week later."""
    for group in groups:
        planned = first + (group.weekday - first.weekday()) % 7 * DAY
        turn = 0
        while planned <= last:
            day = planned
            while is_closed(day):
                day += WEEK
            planned += group.every_weeks * WEEK
            members = [each for each in group.members if rng.random() > 0.08]
            if day > last or day >= planned or not members:
                continue
            turn += 1
            # They take turns in logging it for all.
            first_member = turn % len(members)
            online = group.site is None or rng.random() < 0.25
            yield Meeting(
                key=f"{cohort} supervision {day} {group.supervisor}",
                cohort=cohort,
                activity="supervision",
                begins=moment(day, group.starts_at),
                held_on=day,
                minutes=group.minutes,
                supervisor=group.supervisor,
                team=tuple(map(Part, members[first_member:] + members[:first_member])),
                mode=Mode.ONLINE if online else Mode.IN_ROOM,
                site=None if online else group.site,
            )


def ends(meeting: Meeting) -> timedelta:
    """Return how long a meeting keeps its people, who wait a while for a family that is missing."""
    return timedelta(minutes=meeting.minutes or 20)
