"""When trainees log and send what they did, and what supervisors decide about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from trainee_tracker.demo.clinics import ends
from trainee_tracker.demo.days import DAY, moment, next_open
from trainee_tracker.demo.steps import (
    Correct,
    EntryKey,
    LogMeeting,
    Meeting,
    OpenCase,
    Part,
    Reverse,
    Send,
    SignQueue,
    Step,
    Withdraw,
)
from trainee_tracker.hours.sessions.rules import RoleInSession

TOO_LONG = (
    "These minutes include the talk of the team afterwards. Please log the time with the family."
)
TOO_LONG_ANSWER = "Without the team's talk afterwards it was shorter."
OTHER_ROLE = "You sat in the reflecting team that day. Please correct your part."
OTHER_ROLE_ANSWER = "I was in the reflecting team, not co-therapist."
NOT_MINE = "I was away on this day, so I cannot confirm it. Please name who stood in for me."
SLIP = "I logged this one twice."
TAKEN_BACK = "I signed this by mistake: the room was booked, but the clinic had moved."
WHOLE_SLOT = "I logged the whole slot. The clinic's diary says that the family left early."
TAKEN_BACK_ROLE = "I signed the wrong part: the register of the clinic says reflecting team."


@dataclass(frozen=True)
class Habits:
    """How many rows go which way: declined and corrected, declined for good, taken back..."""

    declined_minutes: int
    declined_roles: int
    declined_for_good: int
    reversed: int
    reversed_and_corrected: int
    slips: int
    declined_lately: tuple[str, ...] = ()
    """Trainees of whom one row was declined and waits to be corrected."""
    left_on: date | None = None
    """Around this day `left_by` left one row undecided for good."""
    left_by: str = ""


def cases_opened(meetings: Iterable[Meeting]) -> Iterator[Step]:
    """Yield for each case its opening, by whoever meets the family first, just before."""
    known: set[str] = set()
    for meeting in meetings:
        if meeting.case is not None and meeting.case not in known and meeting.format is not None:
            known.add(meeting.case)
            yield OpenCase(
                at=meeting.begins - timedelta(minutes=25),
                actor=meeting.team[0].trainee,
                cohort=meeting.cohort,
                key=meeting.case,
                format=meeting.format,
            )


def rounds(first: date, last: date, rng: Random) -> list[datetime]:
    """Return when a supervisor sits down with their queue: every week or two, in office hours."""
    days: list[date] = []
    day = first
    while (when := next_open(day)) <= last:
        # After a holiday two turns would fall on the same day.
        if when not in days:
            days.append(when)
        day += rng.choice((7, 9, 11, 14)) * DAY
    # Everything else happens on the minute, so nothing is sent at the very moment of a round.
    return [
        moment(day, f"{rng.randint(9, 16):02}:{rng.randint(0, 59):02}") + timedelta(seconds=30)
        for day in days
    ]


@dataclass
class Logbook:
    """The making of a cohort's log: nothing in it is later than `until` (UTC)."""

    meetings: Sequence[Meeting]
    queues: Mapping[str, Sequence[datetime]]
    until: datetime
    rng: Random
    _entries: dict[EntryKey, tuple[Meeting, Part]] = field(default_factory=dict)
    _sent: set[EntryKey] = field(default_factory=set)
    _decided: dict[EntryKey, datetime] = field(default_factory=dict)
    _touched: set[EntryKey] = field(default_factory=set)

    def steps(self, habits: Habits) -> list[Step]:
        """Return everything that happened to the log."""
        steps = list(self._logged())
        steps += cases_opened(each.meeting for each in steps if isinstance(each, LogMeeting))
        left = self._left(habits)
        declined: dict[EntryKey, str] = {}
        steps += self._slips(habits.slips)
        steps += self._corrections(habits, declined)
        steps += self._reversals(habits)
        for key in self._sample(habits.declined_for_good, self._settled()):
            declined[key] = NOT_MINE
        for trainee in habits.declined_lately:
            for key in self._sample(1, self._decided_lately(trainee)):
                declined[key] = TOO_LONG
        steps += self._rounds(declined, left)
        return steps

    def shortened(self, trainee: str, most_minutes: int, at: datetime) -> list[Correct]:
        """Return the corrections of a trainee's longest sessions that leave at most so many minutes.

        Each is corrected to a quarter of an hour, at `at` and the minutes after, long after it was
        signed off. Nothing else out of the ordinary has happened to these sessions.
        """
        practice = [
            (key, meeting, part)
            for key, (meeting, part) in self._entries.items()
            if key[1] == trainee and meeting.activity == "practice"
        ]
        left = sum(meeting.minutes for _key, meeting, _part in practice)
        found: list[Correct] = []
        for key, meeting, part in sorted(practice, key=lambda each: -each[1].minutes):
            if left <= most_minutes or key in self._touched or key not in self._decided:
                continue
            shorter = replace(
                meeting, key=f"{meeting.key} corrected", minutes=15, team=(part,), note=""
            )
            when = at + timedelta(minutes=len(found))
            found.append(
                Correct(at=when, actor=trainee, entry=key, corrected=shorter, reason=WHOLE_SLOT)
            )
            left -= meeting.minutes - shorter.minutes
        return found

    def _logged(self) -> Iterator[Step]:
        for meeting in self.meetings:
            at = self._logged_at(meeting)
            if at >= self.until:
                continue
            yield LogMeeting(at=at, actor=meeting.team[0].trainee, meeting=meeting)
            for place, part in enumerate(meeting.team):
                key = (meeting.key, part.trainee)
                self._entries[key] = (meeting, part)
                sent_at = at if place == 0 else self._sent_at(at)
                if sent_at >= self.until:
                    continue
                self._sent.add(key)
                if place:
                    yield Send(at=sent_at, actor=part.trainee, entry=key)
                queue = self.queues[meeting.supervisor]
                decided_at = next((each for each in queue if each > sent_at), None)
                if decided_at is not None:
                    self._decided[key] = decided_at

    def _logged_at(self, meeting: Meeting) -> datetime:
        """Return when the first of the team logs it: mostly the same evening on the bus home."""
        over = meeting.begins + ends(meeting)
        if self.rng.random() < 0.6:
            return over + timedelta(minutes=self.rng.randint(5, 70))
        return self._later(meeting.held_on, self.rng.choice((1, 1, 1, 2, 3, 5)))

    def _later(self, day: date, days: int) -> datetime:
        """Return an hour at which people look at their phone, some days later."""
        return moment(
            day + days * DAY, f"{self.rng.randint(12, 20):02}:{self.rng.randint(0, 59):02}"
        )

    def _sent_at(self, logged_at: datetime) -> datetime:
        """Return when one of the others finds it in their log and sends it."""
        if self.rng.random() < 0.4:
            return logged_at + timedelta(minutes=self.rng.choice((3, 8, 15, 40)))
        return self._later(logged_at.date(), self.rng.choice((1, 1, 2, 2, 3)))

    def _rounds(
        self, declined: Mapping[EntryKey, str], left: frozenset[EntryKey]
    ) -> Iterator[Step]:
        """Yield each supervisor's rounds, with the rows that they decline in each."""
        for supervisor, queue in self.queues.items():
            for at in queue:
                yield SignQueue(
                    at=at,
                    actor=supervisor,
                    declined={
                        key: reason
                        for key, reason in declined.items()
                        if self._decided[key] == at and self._meeting(key).supervisor == supervisor
                    },
                    left=left,
                )

    def _meeting(self, key: EntryKey) -> Meeting:
        return self._entries[key][0]

    def _settled(self) -> list[EntryKey]:
        """Return the practice entries decided early enough that what follows is decided too."""
        return [
            key
            for key, decided_at in self._decided.items()
            if self._meeting(key).activity == "practice"
            and self._meeting(key).is_attended
            and decided_at < self.until - timedelta(weeks=6)
        ]

    def _decided_lately(self, trainee: str) -> list[EntryKey]:
        """Return a trainee's entries that were decided in their supervisor's last two rounds."""
        since = {supervisor: queue[-2] for supervisor, queue in self.queues.items()}
        return [
            key
            for key, decided_at in self._decided.items()
            if key[1] == trainee
            and decided_at >= since[self._meeting(key).supervisor]
            and self._meeting(key).activity == "practice"
            and self._meeting(key).minutes >= 60
        ]

    def _sample(self, count: int, among: Sequence[EntryKey]) -> list[EntryKey]:
        """Return some entries to which nothing out of the ordinary happened, a trainee once each."""
        found: list[EntryKey] = []
        free = [key for key in among if key not in self._touched]
        self.rng.shuffle(free)
        for key in free:
            if len(found) < count and key[1] not in {trainee for _, trainee in found}:
                found.append(key)
        self._touched.update(found)
        return found

    def _left(self, habits: Habits) -> frozenset[EntryKey]:
        """Return the last entry up to a day, which its supervisor leaves for later."""
        if habits.left_on is None:
            return frozenset()
        old = [
            key
            for key in self._sent
            if self._meeting(key).held_on <= habits.left_on
            and self._meeting(key).supervisor == habits.left_by
            and self._meeting(key).activity == "practice"
        ]
        newest = max(old, key=lambda key: (self._meeting(key).held_on, key))
        self._touched.add(newest)
        return frozenset({newest})

    def _slips(self, count: int) -> Iterator[Step]:
        """Yield sessions that were logged twice, and the second one taken back."""
        leads = [key for key in self._settled() if self._meeting(key).team[0].trainee == key[1]]
        for key in self._sample(count, leads):
            meeting, part = self._entries[key]
            twice = replace(meeting, key=f"{meeting.key} again", team=(part,), note="")
            # Late in the evening, when no supervisor decides anything.
            at = moment(meeting.held_on + 6 * DAY, "21:05")
            yield LogMeeting(at=at, actor=key[1], meeting=twice)
            taken_back_at = at + timedelta(minutes=4)
            yield Withdraw(at=taken_back_at, actor=key[1], entry=(twice.key, key[1]), reason=SLIP)

    def _corrections(self, habits: Habits, declined: dict[EntryKey, str]) -> Iterator[Step]:
        """Yield the corrections of what is declined, and note it in `declined`."""
        settled = self._settled()
        long = [key for key in settled if self._meeting(key).minutes >= 75]
        for key in self._sample(habits.declined_minutes, long):
            declined[key] = TOO_LONG
            meeting, part = self._entries[key]
            shorter = replace(meeting, minutes=meeting.minutes - 15, team=(part,))
            yield self._correction(key, shorter, self._decided[key], TOO_LONG_ANSWER)
        for key in self._sample(habits.declined_roles, self._beside()):
            declined[key] = OTHER_ROLE
            yield self._role_correction(key, self._decided[key])

    def _reversals(self, habits: Habits) -> Iterator[Step]:
        """Yield sign-offs that are taken back, some of them followed by a correction."""
        for key in self._sample(habits.reversed, self._settled()):
            yield self._reversal(key, TAKEN_BACK)
        for key in self._sample(habits.reversed_and_corrected, self._beside()):
            reversal = self._reversal(key, TAKEN_BACK_ROLE)
            yield reversal
            yield self._role_correction(key, reversal.at)

    def _beside(self) -> list[EntryKey]:
        """Return the settled entries of those who sat beside the one who led."""
        return [
            key
            for key in self._settled()
            if self._entries[key][1].role is RoleInSession.CO_THERAPIST
        ]

    def _reversal(self, key: EntryKey, reason: str) -> Step:
        at = self._decided[key] + timedelta(days=self.rng.randint(2, 9), minutes=20)
        return Reverse(at=at, actor=self._meeting(key).supervisor, entry=key, reason=reason)

    def _role_correction(self, key: EntryKey, after: datetime) -> Step:
        team = (Part(key[1], RoleInSession.REFLECTING_TEAM),)
        facts = replace(self._meeting(key), team=team)
        return self._correction(key, facts, after, OTHER_ROLE_ANSWER)

    def _correction(self, key: EntryKey, facts: Meeting, after: datetime, reason: str) -> Step:
        """Return the correction of an entry, some days after it came back."""
        corrected = replace(facts, key=f"{facts.key} corrected", note="")
        at = self._later(after.date(), self.rng.randint(1, 5))
        return Correct(at=at, actor=key[1], entry=key, corrected=corrected, reason=reason)
