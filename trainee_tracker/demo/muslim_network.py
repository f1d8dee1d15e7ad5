"""The Muslim Network: eight trainees on the same way, in the middle of their second year. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random

from trainee_tracker.cohorts.rules import Repeat
from trainee_tracker.demo import partnership
from trainee_tracker.demo.classes import (
    PRACTICE_DAYS,
    attendance,
    module_days,
    registers,
    results,
)
from trainee_tracker.demo.clearances import Panel
from trainee_tracker.demo.clinics import Clinic, Practice, SupervisionGroup, supervision
from trainee_tracker.demo.cohort_opening import opening
from trainee_tracker.demo.days import DAY, EID_DAYS, WEEK, is_quiet, moment, monday_of, next_open
from trainee_tracker.demo.foundation_year import FoundationYear
from trainee_tracker.demo.logbook import Habits, Logbook, rounds
from trainee_tracker.demo.partnership import (
    CLINIC,
    INTERMEDIATE,
    NADIA,
    STATUTORY_LEAD,
    TOMASZ,
    TUTOR,
)
from trainee_tracker.demo.steps import (
    Character,
    IssueAwards,
    Meeting,
    PlanClasses,
    PrintProgress,
    RequestName,
    Step,
)

NETWORK = "muslim-network"
YEAR_ONE, YEAR_TWO = "muslim-foundation", "muslim-practice"
NOOR, RAHMA = "noor", "rahma"
MODULES = (
    "first-meetings",
    "systemic-interviewing",
    "reflecting-teams",
    "couples-and-parents",
    "culture-and-self",
    "case-study",
)

TRAINING_LEAD = Character("zaynab", "Zaynab Malik-Shah", "zaynab@family-therapy.example")
GOVERNANCE_LEAD = Character("imran", "Imran Yusufzai", "imran@family-therapy.example")

TRAINEES = (
    Character("hodan", "Hodan Warsame Cige", "hodan@family-therapy.example"),
    Character("abdirahman", "Abdirahman Nuur Xasan", "abdirahman@family-therapy.example"),
    Character("shirin", "Shirin Akter Chowdhury", "shirin@family-therapy.example"),
    Character("rafiqul", "Rafiqul Islam Khandaker", "rafiqul@family-therapy.example"),
    Character("maryam", "Maryam al-Hashimi", "maryam@family-therapy.example", "مريم الهاشمي", "ar"),
    Character("yusuf", "Yusuf Haddad", "yusuf@family-therapy.example", "يوسف حدّاد", "ar"),
    Character("elif", "Elif Yıldırım-Şahin", "elif@family-therapy.example"),
    Character(
        "bilal", "Bilal Ahmed Qureshi", "bilal@family-therapy.example", "بلال احمد قریشی", "ur"
    ),
)
EVERYONE = tuple(each.key for each in TRAINEES)
LAPSED = "yusuf"
"""Whose DBS check ran out, and who kept coming to the clinic."""

HALF_SIGNED = "rafiqul"
"""Whose supervision contract only the community's side has signed."""

SELDOM = "abdirahman"
ENDING = "elif"
"""Whose safeguarding course has to be taken again within three weeks."""

RENAMING, ASKED_NAME = "shirin", "Shirin Akter Rahman"
"""Who has asked to be named otherwise; nobody has confirmed it yet."""

LATE = ("hodan", "abdirahman", "rafiqul")
"""Who passed the last module at the second try, and whose award nobody has issued yet."""


def is_closed(day: date) -> bool:
    """Tell whether the network holds nothing on `day`."""
    return is_quiet(day) or day in EID_DAYS


def steps(today: date, rng: Random) -> Iterator[Step]:
    """Yield everything that the network did and planned; nothing was done later than yesterday."""
    now = monday_of(today)
    yield from partnership.network(
        now - 73 * WEEK,
        key=NETWORK,
        name="Muslim Network for Family Therapy",
        brand="#0e4d45",
        accent="#d9a441",
        sites={
            NOOR: "Noor Community Centre, Tooting",
            RAHMA: "Rahma family clinic, Streatham",
        },
        training_lead=TRAINING_LEAD,
        governance_lead=GOVERNANCE_LEAD,
    )
    yield from _year_one(now - 68 * WEEK, rng)
    yield from _year_two(now - 29 * WEEK, today, rng)


def _year_one(first_week: date, rng: Random) -> Iterator[Step]:
    """Yield the foundation course and the awards; three of them are still to be issued."""
    year = FoundationYear(
        YEAR_ONE,
        NETWORK,
        "Muslim Network, year one",
        first_week + 2 * DAY,
        "18:45",
        NOOR,
        TRAINING_LEAD,
        TRAINEES,
        is_closed,
    )
    yield from year.steps(
        rng,
        not_yet={"safe-practice": frozenset(LATE)},
        retaken=dict.fromkeys(LATE, "safe-practice"),
    )
    yield IssueAwards(
        at=moment(next_open(year.last_on + 7 * DAY), "15:40"),
        actor=TRAINING_LEAD.key,
        cohort=YEAR_ONE,
        trainees=tuple(each for each in EVERYONE if each not in LATE),
    )


def _year_two(first_week: date, today: date, rng: Random) -> Iterator[Step]:
    """Yield the intermediate course up to yesterday, with its classes to come."""
    yield from opening(
        YEAR_TWO,
        course=INTERMEDIATE,
        network=NETWORK,
        name="Muslim Network, year two",
        starts_on=first_week,
        ends_on=first_week + 52 * WEEK - DAY,
        sites=(NOOR, RAHMA, CLINIC),
        lead=TRAINING_LEAD,
        trainees=TRAINEES,
        are_new=False,
        supervisors=(NADIA, TOMASZ),
    )
    held = _sundays(today)
    # One class each: Sundays four weeks apart, moved where one falls on a holiday.
    days = [
        PlanClasses(
            at=moment(first_week - 8 * DAY, "14:30"),
            actor=TUTOR.key,
            cohort=YEAR_TWO,
            first_on=day,
            count=1,
            repeat=Repeat.WEEKLY,
            starts_at="10:00",
            minutes=330,
            site=CLINIC,
            titles=(title,),
            modules=(MODULES[place * len(MODULES) // len(held)],),
        )
        for place, (day, title) in enumerate(zip(held, PRACTICE_DAYS, strict=False))
    ]
    yield from days
    taken = [day for day in held if day < today][:-1]
    attendances = {each: attendance(rng, 12, 330, 3600, 1) for each in EVERYONE}
    yield from registers(days, attendances, lead=TUTOR.key, until=taken[-1] + DAY, rng=rng)
    yield from results(
        YEAR_TWO,
        module_days(MODULES, held)[:2],
        EVERYONE,
        not_yet={"systemic-interviewing": frozenset({SELDOM})},
        lead=TUTOR.key,
    )
    yield from _checks(first_week, today, rng)
    yield from _practice(first_week + 5 * WEEK, today, rng)
    yield RequestName(at=moment(today - 3 * DAY, "21:05"), actor=RENAMING, full_name=ASKED_NAME)
    yield PrintProgress(at=moment(today - 2 * DAY, "20:40"), actor="maryam", cohort=YEAR_TWO)


def _sundays(today: date) -> list[date]:
    """Return the days of twelve classes; the last before `today` is the one without a register."""
    latest = monday_of(today) - DAY
    planned = [latest + weeks * WEEK for weeks in range(-24, 24, 4)]
    moved = []
    for day in planned:
        while is_closed(day):
            day -= WEEK
        moved.append(day)
    return moved


def _checks(first_week: date, today: date, rng: Random) -> Iterator[Step]:
    """Yield the governance records: one lapsed seven weeks ago, one waits for the trust, and one
    ends soon."""
    panel = Panel(
        YEAR_TWO,
        TRAINING_LEAD.key,
        TRAINING_LEAD.full_name,
        GOVERNANCE_LEAD.key,
        STATUTORY_LEAD.key,
    )
    begins = first_week + 5 * WEEK
    lapsed_on = today - 52 * DAY
    for turn, trainee in enumerate(EVERYONE):
        yield from panel.record(
            trainee,
            "enhanced-dbs",
            lapsed_on - 1095 * DAY if trainee == LAPSED else begins - rng.randint(40, 150) * DAY,
            valid_to=lapsed_on if trainee == LAPSED else None,
            proposed_on=first_week + DAY,
            turn=turn,
        )
        yield from panel.record(
            trainee,
            "safeguarding",
            begins - rng.randint(120, 200) * DAY,
            valid_to=today + 19 * DAY if trainee == ENDING else None,
            proposed_on=first_week + 2 * DAY,
            turn=turn,
        )
        if trainee == HALF_SIGNED:
            half = today - 54 * DAY
            yield from panel.record(
                trainee, "supervision-contract", half, statutory_signs=False, turn=turn
            )
            continue
        yield from panel.record(
            trainee, "supervision-contract", begins, proposed_on=begins - WEEK, turn=turn
        )


def _practice(first: date, today: date, rng: Random) -> Iterator[Step]:
    """Yield the family clinics and the supervision groups, up to what waits for sign-off now."""
    yesterday = today - DAY
    targets = dict.fromkeys(EVERYONE, 70 * 60)
    targets[SELDOM] = 30 * 60
    practice = Practice(
        YEAR_TWO,
        targets,
        is_closed,
        rng,
        away={
            HALF_SIGNED: (first, today - 55 * DAY),
            SELDOM: (first + 4 * WEEK, first + 11 * WEEK),
        },
    )
    clinics = (
        Clinic(NOOR, NADIA.key, 0, ("18:00", "19:45"), EVERYONE[:6]),
        Clinic(RAHMA, TOMASZ.key, 3, ("18:15",), EVERYONE[2:]),
        Clinic(NOOR, TOMASZ.key, 5, ("10:30",), EVERYONE[:2] + EVERYONE[4:]),
    )
    groups = (
        SupervisionGroup(NADIA.key, 1, "18:30", 90, 4, EVERYONE[:4], CLINIC),
        SupervisionGroup(TOMASZ.key, 2, "18:30", 90, 4, EVERYONE[4:], CLINIC),
    )
    meetings = [
        *practice.meetings(clinics, first, yesterday),
        *supervision(YEAR_TWO, groups, first, yesterday, is_closed=is_closed, rng=rng),
    ]
    latest = _latest_round(meetings, today)
    queues = {
        each.key: [*rounds(first + WEEK, latest - 6 * DAY, rng), _noon(latest)]
        for each in (NADIA, TOMASZ)
    }
    logbook = Logbook(meetings, queues, moment(yesterday, "22:30"), rng)
    yield from logbook.steps(
        Habits(
            declined_minutes=3,
            declined_roles=2,
            declined_for_good=0,
            reversed=1,
            reversed_and_corrected=0,
            slips=1,
            declined_lately=("maryam", "bilal", "elif"),
            left_on=today - 44 * DAY,
            left_by=TOMASZ.key,
        )
    )


def _latest_round(meetings: Sequence[Meeting], today: date) -> date:
    """Return the day on which the supervisors last signed: six clinics ago or more."""
    day = today - 9 * DAY
    while day != next_open(day) or sum(each.held_on > day for each in meetings) < 6:
        day -= DAY
    return day


def _noon(day: date) -> datetime:
    return moment(day, "12:15")
