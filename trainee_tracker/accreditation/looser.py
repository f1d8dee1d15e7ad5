"""Which governance checks other terms ask for less than before, each as one plain sentence.

A check is something that keeps time with families from counting; so it is looser wherever such time
could come to count without it, and where it is in doubt, it is. An activity says what kind of time it
is by the shared activity that it lies below: time below those of `AMONG_THEMSELVES` is spent without
families. What a requirement draws its time from is looked at all the same, so that hours of practice
are never made up of something that needs no check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from trainee_tracker.accreditation.kinds import GovernanceInDate, Requirement
from trainee_tracker.accreditation.limiting import most_minutes
from trainee_tracker.accreditation.limits import PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, GovernanceNeed
from trainee_tracker.messages import All, AnyOf, Message, Minutes, Own, say

AMONG_THEMSELVES = frozenset({"taught", "study", "supervision", "personal-development"})
"""The shared activities in which trainees meet nobody but each other and those who teach them."""


def looser_checks(before: Terms, after: Terms) -> tuple[Message, ...]:
    """Return in what `after` asks for fewer checks than `before`, another version of its course.

    Nothing is returned where every check that `before` asks for is asked for as strictly. Then no
    line that did not count under `before` for want of a check counts under `after`.
    """
    compared = _Compared(before, after)
    found = [
        *_gone(compared),
        *_needed_for_less(compared),
        *_called_otherwise(compared),
        *_in_date_no_more(compared),
        *_new_without(compared),
        *_under_another_name(compared),
        *_drawn_from_elsewhere(compared),
        *_prior_learning(compared),
    ]
    return tuple(dict.fromkeys(found))


def looser_beside(beside: Terms, after: Terms) -> tuple[Message, ...]:
    """Return the checks that another course, `beside`, asks for such time and `after` does not.

    The same kind is the same activity, or another one below the same shared activity.
    """
    guards = {
        (beside.lineages[key][-1], need.item): need
        for key, needs in beside.needs_of.items()
        for need in needs
    }
    lacking: dict[str, list[str]] = {}
    for activity in after.activities:
        known = beside.needs_of.get(activity.key)
        root = after.lineages[activity.key][-1]
        there = {
            need.item: need
            for (where, _item), need in guards.items()
            if where == root and root not in AMONG_THEMSELVES
        }
        asked = there.values() if known is None else known
        for need in asked:
            if not _needs(after, activity.key, need.item):
                lacking.setdefault(need.item, []).append(activity.key)
    titles = {need.item: need.title for need in beside.governance}
    return tuple(
        say(
            "{check} is not needed for {activities}, as it is on “{course}”.",
            check=Own(titles[item]),
            activities=_named(after, keys),
            course=Own(beside.title),
        )
        for item, keys in lacking.items()
    )


@dataclass(frozen=True)
class _Compared:
    """Two versions of a course, and what the earlier one says of checks."""

    before: Terms
    after: Terms

    @cached_property
    def kept(self) -> frozenset[str]:
        """The items that both versions know."""
        return _items(self.before) & _items(self.after)

    @cached_property
    def guards(self) -> tuple[GovernanceNeed, ...]:
        """The checks without which some activity did not count."""
        found = {need.item for needs in self.before.needs_of.values() for need in needs}
        return tuple(need for need in self.before.governance if need.item in found)

    def lacking(self, activity: str) -> list[GovernanceNeed]:
        """Return those of the guards without which an activity counts now."""
        return [need for need in self.guards if not _needs(self.after, activity, need.item)]


def _items(terms: Terms) -> frozenset[str]:
    return frozenset(need.item for need in terms.governance)


def _needs(terms: Terms, activity: str, item: str) -> bool:
    return any(need.item == item for need in terms.needs_of[activity])


def _root(terms: Terms, activity: str) -> str:
    return terms.lineages[activity][-1]


def _named(terms: Terms, keys: Iterable[str]) -> All:
    """Return the titles of activities, leaving out those that lie below another of them."""
    among = list(keys)
    topmost = [key for key in among if not set(among) & set(terms.lineages[key][1:])]
    return All(tuple(say("“{title}”", title=Own(terms.activity_titles[key])) for key in topmost))


def _checks(needs: Iterable[GovernanceNeed]) -> AnyOf:
    return AnyOf(tuple(Own(need.title) for need in needs))


def _squashed(title: str) -> str:
    """Return the letters and digits of a title in lower case, to compare two spellings."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _gone(compared: _Compared) -> Iterator[Message]:
    for need in compared.before.governance:
        if need.item in compared.kept:
            continue
        if need.activities:
            yield say(
                "{check} is not asked for any more. Until now {activities} did not count without it.",
                check=Own(need.title),
                activities=_named(compared.before, need.activities),
            )
        else:
            yield say("{check} is not asked for any more.", check=Own(need.title))


def _needed_for_less(compared: _Compared) -> Iterator[Message]:
    before, after = compared.before, compared.after
    for need in before.governance:
        lost = [
            key
            for key in before.lineages
            if key in after.lineages
            and _needs(before, key, need.item)
            and not _needs(after, key, need.item)
        ]
        if lost and need.item in compared.kept:
            yield say(
                "{check} is not needed for {activities} any more.",
                check=Own(need.title),
                activities=_named(before, lost),
            )


def _called_otherwise(compared: _Compared) -> Iterator[Message]:
    now = {need.item: need.title for need in compared.after.governance}
    for need in compared.before.governance:
        if need.item in now and _squashed(need.title) != _squashed(now[need.item]):
            yield say(
                "The check “{before}” is now called “{now}”.",
                before=Own(need.title),
                now=Own(now[need.item]),
            )


def _in_date_no_more(compared: _Compared) -> Iterator[Message]:
    still = _asked_in_date(compared.after)
    for need in compared.before.governance:
        is_lost = need.item in _asked_in_date(compared.before) - still
        if is_lost and need.item in compared.kept:
            yield say(
                "{check} does not have to be in date any more on the day of the award.",
                check=Own(need.title),
            )


def _asked_in_date(terms: Terms) -> frozenset[str]:
    """Return the checks that have to be in date on the day of a standing."""
    return frozenset(
        item
        for part in terms.requirements
        if isinstance(part, GovernanceInDate)
        for item in (part.items or _items(terms))
    )


def _new_without(compared: _Compared) -> Iterator[Message]:
    for activity in compared.after.activities:
        lacking = compared.lacking(activity.key)
        if lacking and _is_with_families(compared.after, activity) and _is_new(compared, activity):
            yield say(
                "“{activity}” is new among the time with families and counts without {checks}.",
                activity=Own(activity.title),
                checks=_checks(lacking),
            )


def _is_with_families(terms: Terms, activity: Activity) -> bool:
    return _root(terms, activity.key) not in AMONG_THEMSELVES


def _is_new(compared: _Compared, activity: Activity) -> bool:
    """Say whether an activity is new among those with families."""
    before = compared.before
    return activity.key not in before.lineages or _root(before, activity.key) in AMONG_THEMSELVES


def _under_another_name(compared: _Compared) -> Iterator[Message]:
    """Tell of activities that need no check, and whose name now says something else than before."""
    before, after = compared.before, compared.after
    for activity in after.activities:
        lacking = compared.lacking(activity.key)
        was = before.activity_titles.get(activity.key)
        taken = [
            need
            for need in lacking
            if any(
                _squashed(before.activity_titles[key]) == _squashed(activity.title)
                for key in before.lineages
                if key != activity.key and _needs(before, key, need.item)
            )
        ]
        is_renamed = was is not None and _squashed(was) != _squashed(activity.title)
        if taken:
            yield say(
                "“{activity}” is now another activity, which counts without {checks}.",
                activity=Own(activity.title),
                checks=_checks(taken),
            )
        elif lacking and was is not None and is_renamed and _is_with_families(after, activity):
            yield say(
                "“{before}” is now called “{now}” and counts without {checks}.",
                before=Own(was),
                now=Own(activity.title),
                checks=_checks(lacking),
            )


def _drawn_from_elsewhere(compared: _Compared) -> Iterator[Message]:
    """Tell of requirements whose time came from what needs a check, and now need not."""
    earlier = {part.key: part for part in compared.before.requirements}
    now = {part.key: part for part in compared.after.requirements}
    replaced = [part for key, part in earlier.items() if type(now.get(key)) is not type(part)]
    for key, part in now.items():
        was = earlier.get(key)
        if type(was) is type(part):
            lost = _lost(compared, was, part)
            if lost:
                yield say(
                    "“{requirement}” can be met with time that needs no {checks}.",
                    requirement=Own(part.title),
                    checks=_checks(lost),
                )
            continue
        for other in replaced:
            lost = _lost(compared, other, part) if type(other) is type(part) else []
            if lost:
                yield say(
                    "“{requirement}” takes the place of “{other}” and can be met with time that"
                    " needs no {checks}.",
                    requirement=Own(part.title),
                    other=Own(other.title),
                    checks=_checks(lost),
                )


def _lost(compared: _Compared, was: Requirement | None, part: Requirement) -> list[GovernanceNeed]:
    """Return the checks that a requirement's time needed before, and its new time does not.

    New is time that the requirement did not take before. Where other time needs a check no more,
    another sentence says so.
    """
    drawn_before = _drawn(compared.before, was)
    added = _drawn(compared.after, part) - drawn_before
    return [
        need
        for need in compared.guards
        if drawn_before
        and all(_needs(compared.before, key, need.item) for key in drawn_before)
        and not all(_needs(compared.after, key, need.item) for key in added)
    ]


def _drawn(terms: Terms, part: Requirement | None) -> frozenset[str]:
    """Return the activities whose time a requirement is about; none for one that is about no time."""
    own = getattr(part, "activity", None)
    if own is None:
        return frozenset()
    taken = (own, *getattr(part, "also", ()))
    left = getattr(part, "without", ())
    return frozenset(
        key
        for key, lineage in terms.lineages.items()
        if set(taken) & set(lineage) and not set(left) & set(lineage)
    )


def _prior_learning(compared: _Compared) -> Iterator[Message]:
    """Tell of prior learning, for which no check is asked, where a check was or may be needed."""
    before, after = compared.before, compared.after
    for limit in (each for each in after.limits if isinstance(each, PriorLearning)):
        about = [
            key
            for key in after.lineages
            if after.covers(limit.activity, key)
            and (
                bool(before.needs_of[key])
                if key in before.lineages
                else _root(after, key) not in AMONG_THEMSELVES and bool(compared.guards)
            )
        ]
        most = most_minutes(limit, after)
        if about and not _took_as_much(before, about, most):
            yield say(
                "Up to {most} of prior learning count for {activities}, for which no check of that"
                " time is asked.",
                most=Minutes(most),
                activities=_named(after, about),
            )


def _took_as_much(before: Terms, activities: Iterable[str], most: int) -> bool:
    """Say whether one limit of `before` let as much prior learning count for all these activities."""
    return any(
        isinstance(limit, PriorLearning)
        and most_minutes(limit, before) >= most
        and all(key in before.lineages and before.covers(limit.activity, key) for key in activities)
        for limit in before.limits
    )
