"""Clinical governance: what was found for each trainee, and when each side signed it. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from trainee_tracker.demo.cohort import Cohort
from trainee_tracker.demo.days import DAY, moment, next_open
from trainee_tracker.demo.reader import Told, people, told
from trainee_tracker.demo.steps import Step


def checks(cohort: Cohort) -> Iterator[Step]:
    """Yield each trainee's governance records and their signatures, the community's first."""
    for turn, trainee in enumerate(cohort.told["trainees"]):
        for check in cohort.told["checks"]:
            yield from _record(cohort, trainee, check | check.get("for", {}).get(trainee, {}), turn)


def _record(cohort: Cohort, trainee: str, check: Told, turn: int) -> Iterator[Step]:
    """Yield one record and who signed it; `turn` keeps the trainees some minutes apart."""

    def at(day: date, clock: str) -> datetime:
        return moment(next_open(day), clock) + timedelta(minutes=turn)

    day_of, story = cohort.calendar.day, cohort.told
    if "valid_from" in check:
        valid_from = day_of(check["valid_from"])
    else:
        valid_from = day_of("practice") - cohort.rng.randint(*check["days_before"]) * DAY
    usual = told("words")["findings"][check["item"]]
    about = {"subject": trainee, "item": check["item"]}
    found = {
        "outcome": check.get("outcome", usual["outcome"]),
        "evidence": usual["evidence"].format(day=f"{valid_from.day} {valid_from:%B %Y}"),
        "seen_by": people()[story["lead"]].full_name,
        "valid_from": valid_from,
        "valid_to": day_of(check["valid_to"]) if "valid_to" in check else None,
    }
    written = at(day_of(check["written_down"]), "10:05")
    yield cohort.step(written, story["lead"], "propose_record", **about, **found)
    signed = at(written.date() + DAY, "12:40")
    yield cohort.step(signed, story["community_lead"], "sign_record", **about)
    if not check.get("is_half_signed"):
        signed = at(written.date() + 3 * DAY, "09:20")
        yield cohort.step(signed, story["statutory_lead"], "sign_record", **about)
