"""What is decided about a trainee beside modules, and when it can be; knows no database."""

from __future__ import annotations

from enum import StrEnum


class ResultKind(StrEnum):
    """What a result is about, and so what its subject names and its amount counts.

    Evidence: a kind of evidence, pieces accepted so far. Competence: a competence of the course,
    a level of 1 to 4. Prior learning: an activity, minutes accepted in all. Attendance: a module,
    or nothing for the whole course, whole per cent.
    """

    EVIDENCE = "evidence"
    COMPETENCE = "competence"
    PRIOR_LEARNING = "prior-learning"
    ATTENDANCE = "attendance"
