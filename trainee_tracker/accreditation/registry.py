"""Every kind of requirement and of limit, with all that the engine has to know of it.

A kind is complete once it stands here and, in words, in `courses/kinds/`: the engine asks no other
table of kinds.
"""

from __future__ import annotations

from trainee_tracker.accreditation.casework import OF_CASEWORK
from trainee_tracker.accreditation.decisions import OF_DECISIONS
from trainee_tracker.accreditation.evidence import Evidence
from trainee_tracker.accreditation.exclusion import OF_THE_DAY
from trainee_tracker.accreditation.kinds import Requirement
from trainee_tracker.accreditation.limiting import OF_THE_STAGES
from trainee_tracker.accreditation.minutes import OF_TIME
from trainee_tracker.accreditation.provisions import LimitKind
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.accreditation.standing import RequirementStanding
from trainee_tracker.accreditation.supervision import OF_SUPERVISION

REQUIREMENT_KINDS: dict[type, RequirementKind] = {
    **OF_TIME,
    **OF_SUPERVISION,
    **OF_CASEWORK,
    **OF_DECISIONS,
}
"""Every kind of requirement."""

LIMIT_KINDS: dict[type, LimitKind] = {**OF_THE_DAY, **OF_THE_STAGES}
"""Every kind of limit."""


def judge_requirement(requirement: Requirement, evidence: Evidence) -> RequirementStanding:
    """Judge one requirement, whichever kind it is."""
    return REQUIREMENT_KINDS[type(requirement)].judge(requirement, evidence)
