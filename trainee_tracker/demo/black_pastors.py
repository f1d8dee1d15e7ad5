"""The Black Pastors Network: eleven trainees, two years, both over. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from trainee_tracker.cohorts.rules import Repeat
from trainee_tracker.demo import partnership
from trainee_tracker.demo.classes import (
    PRACTICE_DAYS,
    attendance,
    dates_of,
    module_days,
    registers,
    results,
)
from trainee_tracker.demo.clearances import Panel
from trainee_tracker.demo.clinics import Clinic, Practice, SupervisionGroup, supervision
from trainee_tracker.demo.cohort_opening import opening
from trainee_tracker.demo.days import (
    DAY,
    WEEK,
    is_quiet,
    moment,
    monday_of,
    next_open,
    which_days,
)
from trainee_tracker.demo.foundation_year import FoundationYear
from trainee_tracker.demo.logbook import Habits, Logbook, rounds
from trainee_tracker.demo.partnership import (
    CLINIC,
    EMEKA,
    INTERMEDIATE,
    ROSALIND,
    STATUTORY_LEAD,
    TUTOR,
)
from trainee_tracker.demo.steps import (
    Character,
    ConfirmName,
    Invite,
    IssueAwards,
    KeepAward,
    LiftSuspension,
    PlanClasses,
    ReissueAward,
    RequestName,
    RevokeAward,
    SignQueue,
    Step,
    SuspendRecord,
)
from trainee_tracker.people.rules import Role

NETWORK = "black-pastors"
YEAR_ONE, YEAR_TWO = "pastors-foundation", "pastors-practice"
MODULES = (
    "first-meetings",
    "systemic-interviewing",
    "reflecting-teams",
    "couples-and-parents",
    "culture-and-self",
    "case-study",
)
HALL, OLIVE, BETHEL = "living-waters", "mount-olive", "bethel"

TRAINING_LEAD = Character("comfort", "Comfort Asante-Boadu", "comfort@pastors.example")
GOVERNANCE_LEAD = Character("emmanuel", "Emmanuel Darko-Lartey", "emmanuel@pastors.example")
WAITING_LEAD = Character("abigail", "Abigail Tetteh-Quaye", "abigail@pastors.example")
"""A second governance lead, whom the trust's has not accepted yet."""

TRAINEES = (
    Character("yetunde", "Yétúndé Adébáyọ̀", "yetunde@pastors.example"),
    Character("kwabena", "Kwabena Ɔpɔku-Nyantakyi", "kwabena@pastors.example"),
    Character("oluwaseun", "Oluwaseun Akintola", "oluwaseun@pastors.example"),
    Character("chinonso", "Chinọnso Okwuosa", "chinonso@pastors.example"),
    Character("marcia", "Marcia Campbell-Lewin", "marcia@pastors.example"),
    Character("delroy", "Delroy Fitzgerald Bennett", "delroy@pastors.example"),
    Character("blessing", "Blessing Ehiosun", "blessing@pastors.example"),
    Character("celestine", "Célestine N’Guessan", "celestine@pastors.example"),
    Character("naa", "Naa Dɛdɛ Quarshie", "naa@pastors.example"),
    Character("winston", "Winston Alleyne", "winston@pastors.example"),
    Character("joseph", "Joseph Kamara-Macauley", "joseph@pastors.example"),
)
LEAVER, SHORT = "joseph", "winston"
KEPT = "naa"
"""Whose award was kept by both sides after sessions were corrected that it rested on."""
WHY_KEPT = {
    GOVERNANCE_LEAD.key: (
        "The sessions took place and were supervised; only their length was wrong. The work that "
        "was seen is that of somebody who has finished, and little time is missing."
    ),
    STATUTORY_LEAD.key: (
        "I read the supervisor's notes of all corrected sessions. The practice is sound. Whoever "
        "leads training may issue the award again with the figures as they are."
    ),
}
RENAMED, FULL_NAME = "oluwaseun", "Oluwaṣeun Akíntọ́lá"
SECOND_YEAR = tuple(each.key for each in TRAINEES if each.key != LEAVER)
FINISHERS = tuple(each for each in SECOND_YEAR if each != SHORT)


def steps(today: date, rng: Random) -> Iterator[Step]:
    """Yield everything that the network did, all of it before `today`."""
    now = monday_of(today)
    yield from partnership.network(
        now - 125 * WEEK,
        key=NETWORK,
        name="Black Pastors Network for Family Care",
        brand="#3d2a5c",
        accent="#e3a72f",
        sites={
            HALL: "Living Waters Hall, Battersea",
            OLIVE: "Mount Olive family clinic, Tooting",
            BETHEL: "Bethel Rooms, Balham",
        },
        training_lead=TRAINING_LEAD,
        governance_lead=GOVERNANCE_LEAD,
        is_first=True,
    )
    yield from _year_one(now - 118 * WEEK, rng)
    yield from _year_two(now - 80 * WEEK, now, rng)
    yield Invite(
        at=moment(today - 2 * DAY, "17:40"),
        actor=TRAINING_LEAD.key,
        person=WAITING_LEAD,
        role=Role.GOVERNANCE_LEAD,
        organisation=NETWORK,
    )
    yield partnership.joins(WAITING_LEAD, today - 2 * DAY)


def _year_one(first_week: date, rng: Random) -> Iterator[Step]:
    """Yield the foundation course and its awards: one revoked and issued again, one never earned."""
    year = FoundationYear(
        YEAR_ONE,
        NETWORK,
        "Black Pastors, year one",
        first_week + DAY,
        "18:30",
        HALL,
        TRAINING_LEAD,
        TRAINEES,
        is_quiet,
    )
    yield from year.steps(
        rng,
        not_yet={
            "questions": frozenset({LEAVER, "delroy"}),
            "safe-practice": frozenset({LEAVER}),
        },
        retaken={"delroy": "questions"},
    )
    awarded = next_open(year.last_on + 23 * DAY)
    yield _issued(YEAR_ONE, SECOND_YEAR, awarded)
    yield RevokeAward(
        at=moment(next_open(awarded + 6 * DAY), "11:30"),
        actor=TRAINING_LEAD.key,
        cohort=YEAR_ONE,
        trainee="marcia",
        reason="The last module was marked on somebody else's paper. It is being marked again.",
    )
    yield _issued(YEAR_ONE, ("marcia",), next_open(awarded + 20 * DAY))


def _issued(cohort: str, trainees: tuple[str, ...], day: date) -> Step:
    return IssueAwards(
        at=moment(day, "15:40"), actor=TRAINING_LEAD.key, cohort=cohort, trainees=trainees
    )


def _year_two(first_week: date, now: date, rng: Random) -> Iterator[Step]:
    """Yield the intermediate course: a day a month, family clinics, supervision, awards."""
    saturday = first_week + WEEK + 5 * DAY
    days = PlanClasses(
        at=moment(first_week - 10 * DAY, "14:30"),
        actor=TUTOR.key,
        cohort=YEAR_TWO,
        first_on=saturday,
        count=len(PRACTICE_DAYS),
        repeat=Repeat.MONTHLY,
        starts_at="10:00",
        minutes=330,
        site=CLINIC,
        titles=PRACTICE_DAYS,
        modules=MODULES,
        skipping=which_days(is_quiet, saturday, 80),
    )
    held = dates_of(days)
    yield from opening(
        YEAR_TWO,
        course=INTERMEDIATE,
        network=NETWORK,
        name="Black Pastors, year two",
        starts_on=first_week,
        ends_on=now - 15 * WEEK,
        sites=(HALL, OLIVE, BETHEL, CLINIC),
        lead=TRAINING_LEAD,
        trainees=[each for each in TRAINEES if each.key != LEAVER],
        are_new=False,
        supervisors=(ROSALIND, EMEKA),
    )
    yield days
    attendances = {each: attendance(rng, 13, 330, 3600, 1) for each in SECOND_YEAR}
    yield from registers((days,), attendances, lead=TUTOR.key, until=date.max, rng=rng)
    yield from results(
        YEAR_TWO,
        module_days(MODULES, held),
        SECOND_YEAR,
        not_yet={"case-study": frozenset({SHORT})},
        lead=TUTOR.key,
    )
    yield from _checks(first_week, rng)
    yield from _practice(first_week + 4 * WEEK, now, frozenset(held), rng)
    yield _issued(YEAR_TWO, FINISHERS, next_open(now - 13 * WEEK))
    yield RequestName(at=moment(now - 10 * WEEK, "20:15"), actor=RENAMED, full_name=FULL_NAME)
    yield ConfirmName(
        at=moment(next_open(now - 10 * WEEK + DAY), "10:20"),
        actor=TRAINING_LEAD.key,
        person=RENAMED,
    )
    yield ReissueAward(
        at=moment(next_open(now - 10 * WEEK + DAY), "10:30"),
        actor=TRAINING_LEAD.key,
        cohort=YEAR_TWO,
        trainee=RENAMED,
    )
    kept_on = next_open(now - 6 * WEEK)
    for lead, clock in ((GOVERNANCE_LEAD, "12:20"), (STATUTORY_LEAD, "16:45")):
        yield KeepAward(
            at=moment(kept_on, clock),
            actor=lead.key,
            cohort=YEAR_TWO,
            trainee=KEPT,
            reason=WHY_KEPT[lead.key],
        )


def _checks(first_week: date, rng: Random) -> Iterator[Step]:
    """Yield the governance records: one check came late, one contract was renewed late, and one
    was suspended for a fortnight."""
    panel = Panel(
        YEAR_TWO,
        TRAINING_LEAD.key,
        TRAINING_LEAD.full_name,
        GOVERNANCE_LEAD.key,
        STATUTORY_LEAD.key,
    )
    begins = first_week + 4 * WEEK
    for turn, trainee in enumerate(SECOND_YEAR):
        is_late = trainee == "blessing"
        yield from panel.record(
            trainee,
            "enhanced-dbs",
            begins + 24 * DAY if is_late else begins - rng.randint(40, 150) * DAY,
            outcome="cleared-after-review" if is_late else None,
            proposed_on=begins + 25 * DAY if is_late else first_week + DAY,
            turn=turn,
        )
        yield from panel.record(
            trainee,
            "safeguarding",
            begins - rng.randint(160, 260) * DAY,
            proposed_on=first_week + 2 * DAY,
            turn=turn,
        )
        yield from panel.record(
            trainee, "supervision-contract", begins, proposed_on=begins - WEEK, turn=turn
        )
        renewed = date(begins.year + 1, begins.month, min(begins.day, 28))
        yield from panel.record(
            trainee,
            "supervision-contract",
            renewed + 18 * DAY if trainee == "delroy" else renewed,
            proposed_on=renewed + 18 * DAY if trainee == "delroy" else renewed - 10 * DAY,
            turn=turn,
        )
    stopped = next_open(begins + 30 * WEEK)
    key = f"{YEAR_TWO} celestine supervision-contract {begins}"
    yield SuspendRecord(
        at=moment(stopped, "09:45"),
        actor=STATUTORY_LEAD.key,
        record=key,
        effective_on=stopped,
        reason="The supervisor named in the contract is on leave; a new one is being agreed.",
    )
    for lead, clock in ((GOVERNANCE_LEAD, "17:30"), (STATUTORY_LEAD, "18:05")):
        yield LiftSuspension(
            at=moment(stopped + 13 * DAY, clock),
            actor=lead.key,
            record=key,
            effective_on=stopped + 14 * DAY,
        )


def _practice(first: date, now: date, teaching: frozenset[date], rng: Random) -> Iterator[Step]:
    """Yield the family clinics and the supervision groups from `first`, and their sign-off."""
    last = now - 19 * WEEK
    targets = {each: rng.randint(73, 84) * 60 for each in FINISHERS}
    targets[SHORT], targets[KEPT] = 46 * 60, 65 * 60

    def is_closed(day: date) -> bool:
        return is_quiet(day) or day in teaching

    practice = Practice(
        YEAR_TWO,
        targets,
        is_closed,
        rng,
        away={SHORT: (first + 20 * WEEK, first + 33 * WEEK)},
    )
    clinics = (
        Clinic(HALL, ROSALIND.key, 1, ("17:45", "19:30"), SECOND_YEAR[:7]),
        Clinic(OLIVE, EMEKA.key, 3, ("17:45", "19:30"), SECOND_YEAR[3:]),
        Clinic(
            BETHEL,
            EMEKA.key,
            5,
            ("09:45", "11:30", "13:15"),
            SECOND_YEAR[:3] + SECOND_YEAR[6:],
        ),
    )
    groups = (
        SupervisionGroup(ROSALIND.key, 0, "18:30", 90, 4, SECOND_YEAR[:5], CLINIC),
        SupervisionGroup(EMEKA.key, 2, "18:30", 90, 4, SECOND_YEAR[5:], CLINIC),
    )
    meetings = [
        *practice.meetings(clinics, first, last),
        *supervision(YEAR_TWO, groups, first, last, is_closed=is_closed, rng=rng),
    ]
    # The last round comes when everything has been sent.
    closing = next_open(last + 12 * DAY)
    queues = {
        each.key: [*rounds(first + WEEK, last, rng), moment(closing, "14:20")]
        for each in (ROSALIND, EMEKA)
    }
    logbook = Logbook(meetings, queues, moment(closing, "12:00"), rng)
    yield from logbook.steps(
        Habits(
            declined_minutes=7,
            declined_roles=4,
            declined_for_good=3,
            reversed=2,
            reversed_and_corrected=2,
            slips=3,
        )
    )
    yield from logbook.shortened(KEPT, 58 * 60, moment(now - 8 * WEEK, "18:10"))
    for supervisor, clock in ((ROSALIND, "09:40"), (EMEKA, "10:15")):
        yield SignQueue(
            at=moment(next_open(now - 8 * WEEK + 3 * DAY), clock),
            actor=supervisor.key,
            declined={},
            left=frozenset(),
        )
