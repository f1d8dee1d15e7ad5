"""A course that uses every kind of part, requirement and limit, and another value for each field."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.accreditation.builders import ACTIVITIES, SOURCE
from trainee_tracker.accreditation import kinds, limits
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Translation,
)

WHOLE = Terms(
    key="whole",
    title="The whole",
    award="Practitioner",
    source=SOURCE,
    activities=(*ACTIVITIES, Activity("outreach", "Outreach")),
    modules=(
        Module("genograms", "Genograms"),
        Module("ethics", "Ethics"),
        Module("spare", "Spare"),
    ),
    competences=(Competence("listening", "Listening"), Competence("safety", "Safety")),
    evidence=(EvidenceKind("logs", "Logs"), EvidenceKind("studies", "Case studies")),
    governance=(
        GovernanceNeed("dbs", "DBS check", ("practice",)),
        GovernanceNeed("contract", "Contract"),
    ),
    credits=(
        GroupCredit("supervision", CreditKind.HALF),
        GroupCredit("taught", CreditKind.FULL, 8),
    ),
    translations=(
        Translation("fr", "Le tout", "Praticien"),
        Translation("pt-BR", "Tudo", "Título"),
    ),
    requirements=(
        kinds.MinimumMinutes("minutes", "Minutes", "practice", 600),
        kinds.MinimumMinutes("more", "More", "practice", 90, observed=("live",)),
        kinds.MinimumMinutes("by-itself", "By itself", "practice", 30),
        kinds.AttendancePercent("attendance", "Attendance", "taught", 80),
        kinds.ModulesPassed("modules", "Modules"),
        kinds.GovernanceInDate("governance", "Governance"),
        kinds.SupervisionRatio("ratio", "Ratio", "practice", "supervision", 60, 480),
        kinds.RegularSupervision("regular", "Regular", "practice", "supervision", 90),
        kinds.SupervisionCadence("cadence", "Cadence", "practice", "supervision", 14),
        kinds.LeastElapsed("elapsed", "Elapsed", "practice", weeks=104),
        kinds.LeastElapsed("elapsed-months", "Elapsed months", "practice", months=24),
        kinds.CompletedCases("cases", "Cases", "practice", "supervision", 8, 5, 300),
        kinds.ProblemTypes("types", "Types", "practice", "supervision", 3, 5, 300),
        kinds.ObservedSessions("observed", "Observed", "practice", 3),
        kinds.EvidenceCounted("counted", "Logs", "logs", 4),
        kinds.ObservedCompetence("competence", "Competence", 3),
    ),
    limits=(
        limits.NotOlderThan("old", "Old", 72),
        limits.AfterModules("gate", "Gate", ("practice",), ("genograms",)),
        limits.AfterCompetence("harm", "Harm", ("practice",), 3),
        limits.SupervisedPeriod("supervised", "Supervised", "practice", "supervision", 90),
        limits.BestWindow("window", "Window", "practice", 36),
        limits.RollingLimit("rolling", "Rolling", "practice", 2400),
        limits.PriorLearning("prior", "Prior", "taught", minutes=600),
        limits.PriorLearning("prior-share", "Prior share", "supervision", percent=10, of="minutes"),
        limits.Cap("cap", "Cap", "practice", minutes=60, modes=("online",)),
        limits.Cap("cap-share", "Cap share", "practice", percent=30, of="minutes"),
    ),
)

OTHERWISE: dict[str, dict[str, Any]] = {
    "course": {
        "key": "part",
        "title": "A part",
        "award": "Another award",
        "award_wording": "has learnt to listen.",
        "hour_minutes": 50,
        "weeks": 20,
        "session_minutes": 150,
    },
    "source": {
        "body": "Another body",
        "where": "another handbook",
        "read_on": date(2027, 1, 2),
        "verified": False,
    },
    "GovernanceNeed": {"activities": ("taught",)},
    "GroupCredit": {"kind": CreditKind.SHARE, "largest_group": 4},
    "GovernanceInDate": {"items": ("dbs",)},
    "any": {
        "title": "Another title",
        "award": "Another award",
        "activity": "outreach",
        "activities": ("outreach",),
        "also": ("outreach",),
        "without": ("family-clinic",),
        "supervision": "outreach",
        "modules": ("ethics",),
        "after_module": "genograms",
        "competences": ("listening",),
        "evidence": "studies",
        "roles": ("lead",),
        "formats": ("family",),
        "modes": ("in-room",),
        "observed": ("recorded",),
        "pooled": "session",
        "per": "week-and-site",
        "period": "week",
    },
}
"""Another value for each field, by kind where a kind needs one of its own."""
