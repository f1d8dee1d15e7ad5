"""What happens by itself: the checkpoint of each day, and forgetting once a week."""

from __future__ import annotations

import json
from pathlib import Path

from trainee_tracker import mail
from trainee_tracker.acting.attempts import forget_landed
from trainee_tracker.audit.checkpoints import checkpoint_text
from trainee_tracker.audit.sealing import seal
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.file_faults import file_fault
from trainee_tracker.jobs.actions import forget_old
from trainee_tracker.jobs.kinds import NotNow, performs
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.jobs.rules import Appointment, Every
from trainee_tracker.messages import All, Message, say, verbatim
from trainee_tracker.refusals import Impossible
from trainee_tracker.spoken import speak

KEEP_IT = say(
    "This is the checkpoint of the ledger of Family Care Training. Keep the file where nobody changes"
    " it: with it anybody can find out later whether something in the ledger was altered or cut off."
)


def _checkpoint_title(job: Job) -> Message:
    return say("The checkpoint of the day")


@performs("checkpoint", _checkpoint_title, appointment=Appointment(Every.DAY, hour=2))
def write_checkpoint(job: Job, progress: Progress) -> None:
    """Seal every stream, and write or mail the checkpoint as the settings say.

    Raises NotNow where the folder cannot be written or a letter is not taken.
    """
    settings = progress.settings
    if settings.checkpoint_folder is None and not settings.checkpoint_addresses:
        return
    if not job.holds:
        at = now()
        try:
            made = seal(at=at)
        except Impossible:
            # Nothing has happened here yet.
            return
        name = f"checkpoint-{at.date().isoformat()}.json"
        # A second try writes and mails the same seal.
        job.content = json.dumps({"name": name, "text": checkpoint_text(made)})
        db.session.commit()
    name, text = job.holds["name"], job.holds["text"]
    if settings.checkpoint_folder is not None:
        try:
            _put_into(settings.checkpoint_folder, name, text)
        except OSError as error:
            raise NotNow(
                say(
                    "{folder} cannot be written: {fault}.",
                    folder=verbatim(settings.checkpoint_folder),
                    fault=file_fault(error),
                )
            ) from None
    _mail_to_all(settings.checkpoint_addresses, name, text, job.key)


def _mail_to_all(addresses: tuple[str, ...], name: str, text: str, key: str) -> None:
    not_taken = []
    for address in addresses:
        message_id = f"{key.replace(' ', '-')}-{address.replace('@', '-at-')}"
        try:
            mail.send(
                address,
                address,
                speak(say("Checkpoint: {name}", name=verbatim(name))),
                f"{speak(KEEP_IT)}\n",
                message_id=message_id,
                enclosed=mail.Enclosure(name, text.encode()),
            )
        except mail.MailNotSent:
            not_taken.append(address)
    if not_taken:
        addresses_not_taken = All(tuple(map(verbatim, not_taken)))
        raise NotNow(
            say(
                "The mail server did not take the checkpoint for {addresses}.",
                addresses=addresses_not_taken,
            )
        )


def _put_into(folder: Path, name: str, text: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside first, so that nobody copies half a checkpoint.
    draft = folder / f"{name}.part"
    draft.touch(mode=0o600)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.rename(folder / name)


def _tidying_title(job: Job) -> Message:
    return say("Forgetting what nobody needs any more")


@performs("tidying", _tidying_title, appointment=Appointment(Every.WEEK, hour=3))
def forget(job: Job, progress: Progress) -> None:
    """Forget jobs that were done long ago, and answers to forms that nobody sends any more."""
    forget_old(at=now())
    forget_landed(at=now())
