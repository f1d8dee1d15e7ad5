"""The terms of a course version: everything that a ledger is judged against.

Terms are plain frozen data. Terms that contradict themselves cannot be made: building them
raises TermsError with the place and a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trainee_tracker.accreditation import term_faults
from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.plain_json import PlainDataError, from_plain, to_plain
from trainee_tracker.accreditation.unchecked_terms import (
    Competence,
    GovernanceNeed,
    UncheckedTerms,
)


class TermsError(PlainDataError):
    """Terms that cannot be used: `path` says where, `message` what is wrong."""


class Selections(dict[int, bool]):
    """Which parts of terms are about lines of one kind, by the `id` of the part.

    `activity`, `also` and `without` of a part name branches of the tree; `roles`, `formats`,
    `modes` and `observed`, where given, what a line has to be. Parts live as long as their terms,
    so that no other part can come to have the same `id`.
    """

    def __init__(self, terms: Terms, activity: str, *line: str | None) -> None:
        """Begin without answers: each is found when it is first asked for."""
        super().__init__()
        self._lineage = terms.lineages.get(activity, ())
        self._line = tuple(zip(("roles", "formats", "modes", "observed"), line, strict=True))

    def is_about(self, part: Any) -> bool:
        """Say whether a requirement or a limit is about these lines."""
        answer = self.get(id(part))
        if answer is None:
            answer = self[id(part)] = self._find(part)
        return answer

    def _find(self, part: Any) -> bool:
        lineage = self._lineage
        return (
            any(activity in lineage for activity in (part.activity, *getattr(part, "also", ())))
            and not any(activity in lineage for activity in getattr(part, "without", ()))
            and all(
                value in getattr(part, name)
                for name, value in self._line
                if getattr(part, name, None)
            )
        )


@dataclass(frozen=True)
class Terms(UncheckedTerms):
    """What one version of a course asks for, free of contradictions, with what follows from it."""

    def __post_init__(self) -> None:
        """Refuse terms that contradict themselves, so that nobody is ever judged by them."""
        for path, message in term_faults.faults_of(self):
            raise TermsError(path, message)

    @property
    def is_verified(self) -> bool:
        """Say whether every figure was read in a named source; else pages say "unverified"."""
        return self.source.verified and all(
            figure.verified for figure in (*self.requirements, *self.limits, *self.credits)
        )

    @cached_property
    def lineages(self) -> dict[str, tuple[str, ...]]:
        """Return for each activity itself, its parent and so on up to the root."""
        parents = {activity.key: activity.parent for activity in self.activities}
        return {key: tuple(term_faults.upwards(key, parents)) for key in parents}

    @cached_property
    def activity_titles(self) -> dict[str, str]:
        """Return the course's own word for each activity."""
        return {activity.key: activity.title for activity in self.activities}

    @cached_property
    def roles_counted(self) -> dict[str, tuple[str, ...]]:
        """Return for each activity the roles that count in it; an empty tuple means all."""
        own = {activity.key: activity.roles for activity in self.activities}
        return {
            key: next((own[step] for step in lineage if own[step]), ())
            for key, lineage in self.lineages.items()
        }

    @cached_property
    def credit_of(self) -> dict[str, GroupCredit | None]:
        """Return for each activity the nearest group credit formula, upwards from itself."""
        own = {credit.activity: credit for credit in self.credits}
        return {
            key: next((own[step] for step in lineage if step in own), None)
            for key, lineage in self.lineages.items()
        }

    @cached_property
    def needs_of(self) -> dict[str, tuple[GovernanceNeed, ...]]:
        """Return for each activity the governance items without which it does not count."""
        return {
            key: tuple(need for need in self.governance if set(need.activities) & set(lineage))
            for key, lineage in self.lineages.items()
        }

    @cached_property
    def distinctions(self) -> tuple[str, ...]:
        """Return the attributes by which this course can tell lines apart, other than by their day.

        The fewer there are, the more lines are judged at once.
        """
        parts: list[Any] = [*self.requirements, *self.limits]

        def is_named(name: str) -> bool:
            return any(getattr(part, name, None) for part in parts)

        asked = {
            "role": any(self.roles_counted.values()) or is_named("roles"),
            "format": is_named("formats"),
            "mode": is_named("modes"),
            "observed": is_named("observed"),
            "present": bool(self.credits),
            "site": is_named("per_site")
            or any(getattr(part, "per", None) == "week-and-site" for part in parts),
        }
        always = ("trainee", "activity", "state", "attended", "is_prior_learning")
        return (*always, *(name for name, is_asked in asked.items() if is_asked))

    @cached_property
    def _selections(self) -> dict[tuple[str | None, ...], Selections]:
        return {}

    def selections(
        self,
        activity: str,
        role: str | None,
        format: str | None,
        mode: str | None,
        observed: str | None,
    ) -> Selections:
        """Return which requirements and limits are about such lines."""
        line = (activity, role, format, mode, observed)
        found = self._selections.get(line)
        if found is None:
            found = self._selections[line] = Selections(self, *line)
        return found

    def competences_of(self, named: tuple[str, ...]) -> tuple[Competence, ...]:
        """Return the named competences; where none is named, all of the course."""
        return tuple(one for one in self.competences if not named or one.key in named)

    def covers(self, activity: str, line_activity: str) -> bool:
        """Say whether `line_activity` is `activity` or lies below it in the tree."""
        return activity in self.lineages.get(line_activity, ())


def terms_to_dict(terms: Terms) -> dict[str, Any]:
    """Return the terms as plain JSON values; `terms_from_dict` gives back exactly these terms."""
    plain: dict[str, Any] = to_plain(terms)
    return plain


def terms_from_dict(data: object) -> Terms:
    """Return the terms that plain values (of JSON or TOML) say, or raise TermsError."""
    try:
        return from_plain(Terms, data)
    except TermsError:
        raise
    except PlainDataError as error:
        raise TermsError(error.path, error.message) from error
