"""Family clinics and supervision groups: which families come when, and who sits with them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, filterfalse

from trainee_tracker.demo.cohort import Cohort
from trainee_tracker.demo.days import WEEK, Calendar, days_between, moment
from trainee_tracker.demo.reader import Told, told
from trainee_tracker.demo.steps import Meeting, Part
from trainee_tracker.hours.sessions.rules import Mode, RoleInSession, SessionFormat


@dataclass
class Case:
    """A family: who meets it, and how many sessions are to come."""

    key: str
    format: SessionFormat
    lead: str
    partner: str
    left: int
    known_to: set[str]


@dataclass
class Practice:
    """The meetings of a cohort with families and for supervision, on days that are not closed."""

    cohort: Cohort
    calendar: Calendar
    _targets: dict[str, int] = field(default_factory=dict)
    _cases: dict[tuple[str, str, int, int], Case] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what is told, and draw the minutes toward which each trainee works."""
        self.key, self.story = self.cohort.told["key"], self.cohort.told["practice"]
        self.rng, self.formats = self.cohort.rng, told("words")["formats"]
        exact, most = self.story["hours_of"], self.story.get("most_hours_of", {})
        for each in self.cohort.told["trainees"]:
            hours = exact[each] if each in exact else self.rng.randint(*self.story["hours"])
            self._targets[each] = min(hours, most.get(each, hours)) * 60
        self._case_numbers = count(1)
        self._minutes = dict.fromkeys(self._targets, 0)

    def meetings(self) -> list[Meeting]:
        """Return every meeting with a family, in order of time, then those for supervision."""
        first, last = self.calendar.day("practice"), self.calendar.day(self.story["ends"])
        return [*self._with_families(first, last), *self._supervision(first, last)]

    def _with_families(self, first: date, last: date) -> Iterator[Meeting]:
        for day in filterfalse(self.calendar.is_closed, days_between(first, last)):
            for clinic in self.story["clinics"]:
                if f"{day:%A}" == clinic["weekday"]:
                    for starts_at in clinic["starts"]:
                        yield from self._meeting(clinic, day, starts_at)

    def _meeting(self, clinic: Told, day: date, starts_at: str) -> Iterator[Meeting]:
        """Yield the meeting of one slot, unless it is free, cancelled or nobody can come."""
        rng = self.rng
        coming = [each for each in clinic["team"] if self._is_coming(each, day)]
        # Families come every other week, so that two of them share a slot.
        slot = (clinic["site"], starts_at, day.weekday(), day.toordinal() // 7 % 2)
        if slot not in self._cases or self._is_over(self._cases[slot]):
            if len(coming) < 2:
                return
            self._cases[slot] = self._new_case(coming)
        case = self._cases[slot]
        leading = [each for each in (case.lead, case.partner) if each in coming]
        # Nobody stands in for the lead who has never met the family.
        if not case.known_to & set(leading[:1]) or rng.random() < 0.05:
            return
        case.left -= 1
        is_attended = rng.random() > 0.06
        minutes = rng.choice(self.formats[case.format]["minutes"]) if is_attended else 0
        team = self._team(case, leading, coming)
        for part in team:
            self._minutes[part.trainee] += minutes
        case.known_to.update(part.trainee for part in team)
        has_note = is_attended and rng.random() < 0.3
        yield Meeting(
            key=f"{self.key} {day} {clinic['site']} {starts_at}",
            cohort=self.key,
            activity="practice",
            begins=moment(day, starts_at),
            held_on=day,
            minutes=minutes,
            supervisor=clinic["supervisor"],
            team=team,
            format=case.format,
            site=clinic["site"],
            case=case.key,
            is_attended=is_attended,
            note=rng.choice(told("words")["said"]["notes"]) if has_note else "",
        )

    def _is_over(self, case: Case) -> bool:
        """Tell whether a family has come as often as it wanted, or its team has moved on."""
        team = case.known_to & {case.lead, case.partner}
        return case.left == 0 or not any(map(self._has_time, team))

    def _has_time(self, trainee: str) -> bool:
        return self._minutes[trainee] < self._targets[trainee]

    def _is_coming(self, trainee: str, day: date) -> bool:
        away = [self.calendar.day(each) for each in self.story["away"].get(trainee, ())]
        if away and away[0] <= day <= away[1]:
            return False
        return self._has_time(trainee) and self.rng.random() > 0.06

    def _share(self, trainee: str) -> float:
        """Return how much of their target somebody has reached, so that who is behind comes first."""
        return self._minutes[trainee] / self._targets[trainee]

    def _new_case(self, coming: Sequence[str]) -> Case:
        key = f"{self.key} case {next(self._case_numbers)}"
        lead, partner = sorted(coming, key=self._share)[:2]
        often = [each for each, its in self.formats.items() for _ in range(its["often"])]
        met_as = SessionFormat(self.rng.choice(often))
        return Case(key, met_as, lead, partner, self.rng.randint(4, 9), {lead})

    def _team(self, case: Case, leading: Sequence[str], coming: Sequence[str]) -> tuple[Part, ...]:
        """Return who sits with a family: one leads, one beside them, others reflect or observe."""
        parts = [Part(leading[0], RoleInSession.LEAD)]
        alone = case.format is SessionFormat.INDIVIDUAL
        if len(leading) == 2 and (not alone or self.rng.random() < 0.5):
            parts.append(Part(leading[1], RoleInSession.CO_THERAPIST))
        behind = sorted((each for each in coming if each not in leading), key=self._share)
        for trainee in behind[: self.rng.choice(self.formats[case.format]["behind"])]:
            observes = self.rng.random() < 0.15
            role = RoleInSession.OBSERVER if observes else RoleInSession.REFLECTING_TEAM
            parts.append(Part(trainee, role))
        return tuple(parts)

    def _supervision(self, first: date, last: date) -> Iterator[Meeting]:
        """Yield the meetings of each group; one on a closed day is held a week later."""
        for group in self.story["groups"]:
            days = days_between(first, last)
            planned = next(each for each in days if f"{each:%A}" == group["weekday"])
            # They take turns in logging it for all.
            turns = count(1)
            while planned <= last:
                day = planned
                while self.calendar.is_closed(day):
                    day += WEEK
                planned += group["every_weeks"] * WEEK
                members = [each for each in group["members"] if self.rng.random() > 0.08]
                if day > last or day >= planned or not members:
                    continue
                first_member = next(turns) % len(members)
                is_online = self.rng.random() < 0.25
                yield Meeting(
                    key=f"{self.key} supervision {day} {group['supervisor']}",
                    cohort=self.key,
                    activity="supervision",
                    begins=moment(day, group["starts_at"]),
                    held_on=day,
                    minutes=group["minutes"],
                    supervisor=group["supervisor"],
                    team=tuple(map(Part, members[first_member:] + members[:first_member])),
                    mode=Mode.ONLINE if is_online else Mode.IN_ROOM,
                    site=None if is_online else group["site"],
                )
