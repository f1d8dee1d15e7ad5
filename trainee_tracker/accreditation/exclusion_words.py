"""Why a line does not count at all, each reason in one plain sentence with what would help."""

from dataclasses import dataclass
from datetime import date

from trainee_tracker.accreditation import days, vocabulary
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.limits import AfterCompetence, AfterModules, NotOlderThan
from trainee_tracker.accreditation.outcomes import ClearanceBook, Outcomes
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.titles import title_of, titles_of
from trainee_tracker.accreditation.words import in_sentence, months, one_of, quoted
from trainee_tracker.messages import All, Message, Own, say, say_many


@dataclass(frozen=True)
class Exclusion:
    """Why a line does not count, and what would make it count."""

    reason: Message
    remedy: Message


ENDED = {
    LineState.DECLINED: Exclusion(
        say("Not counted: it was declined."),
        say("It would count if it were corrected, submitted again and signed off."),
    ),
    LineState.WITHDRAWN: Exclusion(
        say("Not counted: it was withdrawn."),
        say("It would count if it were logged again and signed off."),
    ),
    LineState.SUPERSEDED: Exclusion(
        say("Not counted: a corrected entry took its place."),
        say("Nothing needs doing here: only the corrected entry can count."),
    ),
    LineState.REVERSED: Exclusion(
        say("Not counted: its sign-off was reversed."),
        say("It would count if it were corrected, submitted again and signed off."),
    ),
}
"""Lines that nothing but a new line can bring to count."""

PENDING = {
    LineState.LOGGED: Exclusion(
        say("Not counted yet: it is not submitted for sign-off."),
        say("It can count once it is submitted and signed off."),
    ),
    LineState.SUBMITTED: Exclusion(
        say("Waiting for sign-off."),
        say("It will count once a supervisor signs it off."),
    ),
}
"""Lines that are still on their way."""

SIGNED_OFF_TOO = {
    LineState.LOGGED: say(
        "It also has to be submitted, and signed off by the supervisor whom it names."
    ),
    LineState.SUBMITTED: say("The supervisor whom it names also has to sign it off."),
}
"""What is said after another remedy of a line that is still on its way."""


def unknown_activity(line: LedgerLine, terms: Terms) -> Exclusion:
    """Say that the course has no such activity."""
    shared = vocabulary.ACTIVITIES.get(line.activity)
    activity = quoted(line.activity) if shared is None else say("“{title}”", title=shared)
    return Exclusion(
        say("Not counted: {activity} is not part of this course.", activity=activity),
        say(
            "This course counts {activities}. If it was one of these, correct the entry; if not,"
            " leave it as it is.",
            activities=All(titles_of(terms, *terms.activity_titles)),
        ),
    )


def not_yet(line: LedgerLine, as_of: date) -> Exclusion:
    """Say that a line is after the day of the standing."""
    return Exclusion(
        say(
            "Not counted yet: {day} is after {as_of}, the day of this standing.",
            day=line.held_on,
            as_of=as_of,
        ),
        say("It can count from {day}.", day=line.held_on),
    )


def missed(_line: LedgerLine) -> Exclusion:
    """Say that nobody was there."""
    return Exclusion(
        say("Not counted: the session was missed. It still shows in the attendance figures."),
        say("If it did take place, have the entry corrected."),
    )


def too_old(line: LedgerLine, limit: NotOlderThan, as_of: date) -> Exclusion:
    """Say how old something may be on this course."""
    return Exclusion(
        say(
            "Not counted: {day} is too long ago; this course counts nothing older than {months}.",
            day=line.held_on,
            months=months(limit.months),
        ),
        say(
            "Only what was held since {day} counts. If the date is wrong, correct it.",
            day=days.months_later(as_of, -limit.months),
        ),
    )


def not_taken(line: LedgerLine, terms: Terms) -> Exclusion:
    """Say that prior learning is not taken for an activity."""
    return Exclusion(
        say(
            "Not counted: this course takes no prior learning for {activity}.",
            activity=title_of(terms, line.activity),
        ),
        say("Only what is done on the course counts here."),
    )


def other_role(line: LedgerLine, roles: tuple[str, ...], terms: Terms) -> Exclusion:
    """Say in which part taken an activity counts."""
    counted = one_of(vocabulary.ROLES, roles)
    activity = title_of(terms, line.activity)
    reason = (
        say(
            "Not counted: {activity} counts on this course only as {roles}; this was logged as"
            " {role}.",
            activity=activity,
            roles=counted,
            role=vocabulary.ROLES.get(line.role, Own(line.role)),
        )
        if line.role
        else say(
            "Not counted: {activity} counts on this course only as {roles}; no role was logged.",
            activity=activity,
            roles=counted,
        )
    )
    return Exclusion(reason, say("If the role was {roles}, correct the entry.", roles=counted))


def before_modules(
    line: LedgerLine, limit: AfterModules, terms: Terms, outcomes: Outcomes
) -> Exclusion:
    """Say which modules were not passed yet on the day of a line."""
    late = [
        module
        for module in terms.modules
        if module.key in limit.modules and not outcomes.has_passed(module.key, line.held_on)
    ]
    lacking = [
        say(
            "{module} was passed on {day}",
            module=quoted(module.title),
            day=outcomes.passed[module.key],
        )
        if module.key in outcomes.passed
        else say("{module} is not passed yet", module=quoted(module.title))
        for module in late
    ]
    named = All(tuple(quoted(module.title) for module in late))
    return Exclusion(
        say_many(
            "Not counted: {activity} counts on this course only once {modules} is passed;"
            " {lacking}.",
            "Not counted: {activity} counts on this course only once {modules} are passed;"
            " {lacking}.",
            n=len(late),
            activity=title_of(terms, line.activity),
            modules=named,
            lacking=All(tuple(lacking)),
        ),
        say(
            "It would count if {modules} had been passed by {day}.",
            modules=named,
            day=line.held_on,
        ),
    )


def not_competent(
    line: LedgerLine, limit: AfterCompetence, terms: Terms, outcomes: Outcomes
) -> Exclusion:
    """Say which competences were not shown well enough on the day of a line."""
    lacking = []
    for competence in terms.competences_of(limit.competences):
        seen = outcomes.last_seen(competence.key, line.held_on)
        named = quoted(competence.title)
        if seen is None:
            lacking.append(say("{competence} had not been observed yet", competence=named))
        elif seen[1].is_harmful:
            lacking.append(say("{competence} was last seen to be harmful", competence=named))
        elif not seen[1].is_clear(limit.level):
            lacking.append(
                say(
                    "{competence} was last seen at level {level}",
                    competence=named,
                    level=seen[1].level,
                )
            )
    return Exclusion(
        say("Not counted: on {day} {lacking}.", day=line.held_on, lacking=All(tuple(lacking))),
        say(
            "Sessions of {activity} count from the day on which every competence of this course is"
            " seen at level {level} or above and without harm.",
            activity=title_of(terms, line.activity),
            level=limit.level,
        ),
    )


def without_clearance(line: LedgerLine, terms: Terms, clearances: ClearanceBook) -> Exclusion:
    """Say which checks were not in date on the day of a line."""
    lacking = [
        Own(in_sentence(need.title))
        for need in terms.needs_of[line.activity]
        if not clearances.is_in_date(line.trainee, need.item, line.held_on)
    ]
    return Exclusion(
        say_many(
            "Not counted: no {checks} was in date on {day}.",
            "Not counted: {checks} were not in date on {day}.",
            n=len(lacking),
            checks=All(tuple(lacking)),
            day=line.held_on,
        ),
        say_many(
            "It would count if both sides sign a record of this check that covers that day.",
            "It would count if both sides sign a record of each of these {n} checks that covers"
            " that day.",
            n=len(lacking),
        ),
    )
