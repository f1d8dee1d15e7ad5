"""Posting letters: written within the act they tell of, and sent by a worker once it is committed.

An act that is rolled back sends none, no page waits for a mail server, and a letter that was not taken
is tried again and shown to whoever's act it tells of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import uuid4

from trainee_tracker import mail
from trainee_tracker.extensions import db
from trainee_tracker.jobs.actions import ask_for
from trainee_tracker.jobs.kinds import Never, NotNow, performs
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.messages import Message, Own, say, say_again
from trainee_tracker.people.letters import Letter
from trainee_tracker.people.models import Person

NOT_TAKEN: Final = say("The mail server did not take the e-mail to {name} just now.")
NO_SUCH_ADDRESS: Final = say(
    "The mail server says that there is no such address as that of {name}. Ask for the right one, and"
    " tell them yourself until then."
)


def post(letter: Letter, *, sender: Person | None, at: datetime, once: str = "") -> None:
    """Post a letter within the act it tells of; `sender` sees it until it is sent.

    Of letters posted under one id `once`, only the first is sent.
    """
    ask_for(
        "letter",
        f"letter {once or uuid4()}",
        owner_id=sender.id if sender else None,
        content=written_down(letter, letter.text),
        at=at,
    )


def post_all(
    letters: Iterable[Letter], *, sender: Person | None, at: datetime, once: str = ""
) -> None:
    """Post letters as `post` does."""
    for number, each in enumerate(letters, start=1):
        post(each, sender=sender, at=at, once=f"{once} {number}" if once else "")


def written_down(letter: Letter, text: str) -> dict[str, str]:
    """Return what a job keeps of a letter until it is sent."""
    return asdict(letter) | {"text": text}


def title_of_letter(job: Job) -> Message:
    """Return what a page calls the job of a letter; once it is sent nobody is named any more."""
    if not job.holds:
        return say("An e-mail")
    return say("E-mail to {name}", name=Own(job.holds["name"]))


@performs("letter", title_of_letter)
def send_letter(job: Job, progress: Progress) -> None:
    """Send one letter, as `send` does."""
    send(job, job.holds["text"])


def send(job: Job, text: str) -> None:
    """Send the letter of a job; one that may have been sent already bears the same Message-ID again.

    Raises NotNow where the mail server does not take it now, and Never where it never will.
    """
    holds, message_id = job.holds, job.key.replace(" ", "-")
    # No transaction is open while the mail server takes its time.
    db.session.rollback()
    try:
        mail.send(
            holds["email"],
            holds["name"],
            holds["subject"],
            text,
            language=holds["language"],
            message_id=message_id,
        )
    except mail.NoSuchAddress:
        raise Never(say_again(NO_SUCH_ADDRESS, name=Own(holds["name"]))) from None
    except mail.MailNotSent:
        raise NotNow(say_again(NOT_TAKEN, name=Own(holds["name"]))) from None
