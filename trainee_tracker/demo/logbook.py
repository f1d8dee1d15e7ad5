"""When trainees log and send what they did, and what supervisors decide about it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from trainee_tracker.demo.classes import dates_of
from trainee_tracker.demo.clinics import Practice
from trainee_tracker.demo.cohort import Cohort
from trainee_tracker.demo.days import DAY, WEEK, moment, next_open
from trainee_tracker.demo.reader import told
from trainee_tracker.demo.steps import EntryKey, Meeting, Part, Step, step
from trainee_tracker.hours.sessions.rules import RoleInSession

NEVER = datetime.max.replace(tzinfo=UTC)
"""The instant of what no supervisor has decided yet: later than all others."""

CORRECTED_AFTER = range(1, 6)
"""After how many days a trainee corrects what came back."""


def practice(cohort: Cohort, plans: Sequence[Step]) -> list[Step]:
    """Return a cohort's practice: what was done, logged, sent and decided.

    The cohort learns the day of the latest round of sign-off.
    """
    story, calendar = cohort.told["practice"], cohort.calendar
    taught = calendar.closed.union(*map(dates_of, plans))
    meetings = Practice(cohort, replace(calendar, closed=taught)).meetings()
    calendar.named["latest round"] = _latest_round(meetings, calendar.named["today"])
    first, last = calendar.day("practice") + WEEK, calendar.day(story["rounds_end"])
    queues = {
        each: [*_rounds(first, last, cohort.rng), calendar.moment(story["last_round"])]
        for each in cohort.told["supervisors"]
    }
    logbook = Logbook(cohort, queues, calendar.moment(story["logged_until"]))
    logged = list(logbook.logged(meetings))
    return [*logged, *_cases_opened(logged), *logbook.decided(), *logbook.shortened()]


def _latest_round(meetings: Sequence[Meeting], today: date) -> date:
    """Return the last day for signing, nine days ago or more, after which six meetings were held."""
    day = today - 9 * DAY
    while day != next_open(day) or sum(each.held_on > day for each in meetings) < 6:
        day -= DAY
    return day


def _rounds(first: date, last: date, rng: Random) -> list[datetime]:
    """Return when a supervisor sits down with their queue: every week or two, in office hours."""
    days: dict[date, None] = {}
    day = first
    while (when := next_open(day)) <= last:
        # After a holiday two turns would fall on the same day.
        days.setdefault(when)
        day += rng.choice((7, 9, 11, 14)) * DAY
    # Everything else happens on the minute, so nothing is sent at the very moment of a round.
    return [_at(rng, day, 9, 16) + timedelta(seconds=30) for day in days]


def _at(rng: Random, day: date, first: int, last: int) -> datetime:
    """Return an instant of a day by chance, from the hour `first` to the end of the hour `last`."""
    return moment(day, f"{rng.randint(first, last):02}:{rng.randint(0, 59):02}")


def _cases_opened(logged: Iterable[Step]) -> Iterator[Step]:
    """Yield for each case its opening, by whoever meets the family first, just before."""
    meetings = [each.facts["meeting"] for each in logged if each.do == "log_meeting"]
    for case, meeting in {each.case: each for each in reversed(meetings) if each.case}.items():
        at, trainee = meeting.begins - timedelta(minutes=25), meeting.team[0].trainee
        facts = {"cohort": meeting.cohort, "trainee": trainee, "key": case}
        yield step(at, trainee, "open_case", **facts, met_as=meeting.format)


@dataclass
class Entry:
    """A trainee's part in a meeting, on its way to a signature."""

    meeting: Meeting
    part: Part
    is_sent: bool = False
    decided_at: datetime = NEVER
    declined: str = ""
    is_ordinary: bool = True
    """Whether it goes the way of most: logged, sent, signed off."""

    @property
    def key(self) -> EntryKey:
        """What the plan calls it."""
        return (self.meeting.key, self.part.trainee)


@dataclass
class Logbook:
    """The making of a cohort's log: nothing in it is later than `until` (UTC).

    `queues` are the instants at which each supervisor sits down to sign.
    """

    cohort: Cohort
    queues: Mapping[str, Sequence[datetime]]
    until: datetime
    entries: list[Entry] = field(default_factory=list)
    """Everybody's part in what was logged with families."""

    def __post_init__(self) -> None:
        """Read how many entries go which way, and what people say then."""
        self.rng, self.story = self.cohort.rng, self.cohort.told["practice"]
        self.habits, self.said = self.story["habits"], told("words")["said"]

    def logged(self, meetings: Iterable[Meeting]) -> Iterator[Step]:
        """Yield how meetings are logged, and sent by all who took part."""
        for meeting in meetings:
            at = self._logged_at(meeting)
            if at >= self.until:
                continue
            yield step(at, meeting.team[0].trainee, "log_meeting", meeting=meeting)
            for place, part in enumerate(meeting.team):
                entry = Entry(meeting, part)
                if meeting.activity == "practice":
                    self.entries.append(entry)
                sent_at = self._sent_at(at) if place else at
                if sent_at < self.until:
                    entry.is_sent = True
                    queue = self.queues[meeting.supervisor]
                    entry.decided_at = next((each for each in queue if each > sent_at), NEVER)
                    if place:
                        yield step(sent_at, part.trainee, "send", entry=entry.key)

    def _logged_at(self, meeting: Meeting) -> datetime:
        """Return when the first of the team logs it: mostly the same evening on the bus home."""
        if self.rng.random() < 0.6:
            # People wait a while for a family that is missing.
            minutes = (meeting.minutes or 20) + self.rng.randint(5, 70)
            return meeting.begins + timedelta(minutes=minutes)
        return self._later(meeting.held_on, (1, 1, 1, 2, 3, 5))

    def _sent_at(self, logged_at: datetime) -> datetime:
        """Return when one of the others finds it in their log and sends it."""
        if self.rng.random() < 0.4:
            return logged_at + timedelta(minutes=self.rng.choice((3, 8, 15, 40)))
        return self._later(logged_at.date(), (1, 1, 2, 2, 3))

    def _later(self, day: date, days: Sequence[int]) -> datetime:
        """Return an hour at which people look at their phone, one of so many days later."""
        return _at(self.rng, day + self.rng.choice(days) * DAY, 12, 20)

    def decided(self) -> list[Step]:
        """Return what supervisors decide, and everything that goes another way, as often as told."""
        rng, habits, said = self.rng, self.habits, self.said
        left = self._left()
        # What is decided early enough, so that what follows is decided too.
        early = self.until - 6 * WEEK
        settled = [
            each for each in self.entries if each.meeting.is_attended and each.decided_at < early
        ]
        beside = [each for each in settled if each.part.role is RoleInSession.CO_THERAPIST]
        first = [each for each in settled if each.part is each.meeting.team[0]]
        long = [each for each in settled if each.meeting.minutes >= 75]
        steps: list[Step] = []
        for entry in self._sample(habits["slips"], first):
            steps += self._logged_twice(entry)
        for entry in self._sample(habits["declined_minutes"], long):
            entry.declined = said["too_long"]
            at = self._later(entry.decided_at.date(), CORRECTED_AFTER)
            minutes = entry.meeting.minutes - 15
            steps.append(self._correction(entry, at, "too_long_answer", minutes=minutes))
        for entry in self._sample(habits["declined_roles"], beside):
            entry.declined = said["other_role"]
            steps.append(self._other_role(entry, entry.decided_at))
        for habit, why, among in (
            ("reversed", "taken_back", settled),
            ("reversed_and_corrected", "taken_back_role", beside),
        ):
            for entry in self._sample(habits[habit], among):
                at = entry.decided_at + timedelta(days=rng.randint(2, 9), minutes=20)
                facts = {"entry": entry.key, "reason": said[why]}
                steps.append(step(at, entry.meeting.supervisor, "reverse", **facts))
                if among is beside:
                    steps.append(self._other_role(entry, at))
        for entry in self._sample(habits["declined_for_good"], settled):
            entry.declined = said["not_mine"]
        since = {supervisor: queue[-2] for supervisor, queue in self.queues.items()}
        hours = [each for each in self.entries if each.meeting.minutes >= 60]
        lately = [
            each for each in hours if since[each.meeting.supervisor] <= each.decided_at < NEVER
        ]
        for trainee in habits.get("declined_lately", ()):
            mine = [each for each in lately if each.part.trainee == trainee]
            for entry in self._sample(1, mine):
                entry.declined = said["too_long"]
        return [*steps, *self._signed(left)]

    def _signed(self, left: Sequence[EntryKey]) -> Iterator[Step]:
        """Yield each supervisor's rounds, with the entries that they decline in each."""
        declined = [each for each in self.entries if each.declined]
        for supervisor, queue in self.queues.items():
            mine = [each for each in declined if each.meeting.supervisor == supervisor]
            for at in queue:
                now = {each.key: each.declined for each in mine if each.decided_at == at}
                yield step(at, supervisor, "sign_queue", declined=now, left=left)

    def _sample(self, count: int, among: Sequence[Entry]) -> list[Entry]:
        """Return some entries to which nothing out of the ordinary happened, a trainee once each."""
        free = [each for each in among if each.is_ordinary]
        self.rng.shuffle(free)
        found: dict[str, Entry] = {}
        for entry in free:
            if len(found) < count:
                found.setdefault(entry.part.trainee, entry)
        for entry in found.values():
            entry.is_ordinary = False
        return list(found.values())

    def _left(self) -> list[EntryKey]:
        """Return the last entry up to a day, which its supervisor leaves undecided for good."""
        if "left_on" not in self.habits:
            return []
        latest, by = self.cohort.calendar.day(self.habits["left_on"]), self.habits["left_by"]
        sent = [each for each in self.entries if each.is_sent and each.meeting.held_on <= latest]
        theirs = [each for each in sent if each.meeting.supervisor == by]
        newest = max(theirs, key=lambda each: (each.meeting.held_on, each.key))
        newest.is_ordinary = False
        return [newest.key]

    def _logged_twice(self, entry: Entry) -> Iterator[Step]:
        """Yield how a session is logged a second time by mistake, and that one taken back."""
        meeting, trainee = entry.meeting, entry.part.trainee
        twice = replace(meeting, key=f"{meeting.key} again", team=(entry.part,), note="")
        # Late in the evening, when no supervisor decides anything.
        at = moment(meeting.held_on + 6 * DAY, "21:05")
        yield step(at, trainee, "log_meeting", meeting=twice)
        facts = {"entry": (twice.key, trainee), "reason": self.said["slip"]}
        yield step(at + timedelta(minutes=4), trainee, "withdraw", **facts)

    def _other_role(self, entry: Entry, after: datetime) -> Step:
        """Return the correction of a part that was not the one beside the lead."""
        team = (Part(entry.part.trainee, RoleInSession.REFLECTING_TEAM),)
        at = self._later(after.date(), CORRECTED_AFTER)
        return self._correction(entry, at, "other_role_answer", team=team)

    def _correction(self, entry: Entry, at: datetime, why: str, **otherwise: Any) -> Step:
        """Return the correction of an entry: the same facts, but for those that were otherwise."""
        key = f"{entry.meeting.key} corrected"
        facts = {"key": key, "team": (entry.part,), "note": "", **otherwise}
        corrected = replace(entry.meeting, **facts)
        facts = {"entry": entry.key, "corrected": corrected, "reason": self.said[why]}
        return step(at, entry.part.trainee, "correct", **facts)

    def shortened(self) -> Iterator[Step]:
        """Yield the corrections of a trainee's longest sessions, long after they were signed off.

        Each is corrected to a quarter of an hour, a minute after the other, until fewer hours are
        left than are needed.
        """
        if "shortened" in self.story:
            story = self.story["shortened"]
            at = self.cohort.calendar.moment(story["when"])
            mine = [each for each in self.entries if each.part.trainee == story["trainee"]]
            left = sum(each.meeting.minutes for each in mine)
            done = [each for each in mine if each.is_ordinary and each.decided_at < NEVER]
            for entry in sorted(done, key=lambda each: -each.meeting.minutes):
                if left > story["most_hours"] * 60:
                    yield self._correction(entry, at, "whole_slot", minutes=15)
                    at += timedelta(minutes=1)
                    left -= entry.meeting.minutes - 15
