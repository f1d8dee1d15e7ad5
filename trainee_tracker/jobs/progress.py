"""How a job that is under way tells how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from trainee_tracker import clock
from trainee_tracker.jobs import actions
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import remarks_kept

if TYPE_CHECKING:
    from config import Settings
    from trainee_tracker.messages import Message


class Progress:
    """The job in hand, for what does it: call `reach` within each transaction that gets it on."""

    def __init__(self, job: Job, worker: str, settings: Settings) -> None:
        self.settings = settings
        self.done = job.done
        """How many steps were done when this try began: go on with the next one."""
        self._job_id, self._worker = job.id, worker
        self._hold = timedelta(seconds=settings.job_hold_seconds)
        self._remarks = job.said

    def reach(self, step: int, *, remark: Message | None = None) -> None:
        """Write that so many steps are done, with a message for whoever asked; the caller commits.

        Raises TakenOver when another worker does the job by now.
        """
        if remark is not None:
            self._remarks = [*self._remarks, remark]
        actions.go_on(
            self._job_id,
            self._worker,
            done=step,
            remarks=remarks_kept(self._remarks),
            until=clock.now() + self._hold,
        )
