"""What a draft would make of a pasted ledger, beside the newest version; knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from trainee_tracker.accreditation.ledger import LedgerLine, Who
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.editor.preview.rules import Preview
from trainee_tracker.judging.rules import judge_file, without_checks
from trainee_tracker.messages import Message
from trainee_tracker.progress.comparison.rules import compare


def preview_of(
    lines: Iterable[LedgerLine],
    named: Mapping[Who, str | Message],
    *,
    published: Terms | None,
    draft: Terms,
    as_of: date,
) -> Preview:
    """Compare what the published version, if there is one, and the draft make of everyone's lines.

    `named` says what each is called. A ledger says nothing of checks, so no line is refused for want of one.
    """
    lines = tuple(lines)

    def standings(terms: Terms) -> Mapping[Who, Standing]:
        judged = judge_file(without_checks(terms), lines, (), (), as_of, named)
        return judged.cohort.standings

    before = standings(published) if published else {}
    after = standings(draft)
    return Preview(
        tuple(
            compare(
                name,
                [line for line in lines if line.trainee == who],
                before.get(who),
                after[who],
            )
            for who, name in named.items()
        )
    )
