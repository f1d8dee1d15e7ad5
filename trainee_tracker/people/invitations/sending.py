"""Posting a letter with the link of an invitation, which is made when the letter is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from trainee_tracker.extensions import db
from trainee_tracker.jobs.actions import ask_for
from trainee_tracker.jobs.kinds import Never, performs
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.messages import Own, say, say_again
from trainee_tracker.people.invitations.actions import open_invitation
from trainee_tracker.people.invitations.links import token_of
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.invitations.queries import LinkState, invitation_state
from trainee_tracker.people.letters import Letter
from trainee_tracker.people.models import Person
from trainee_tracker.people.posting import send, title_of_letter, written_down

COMES_LATER: Final = "the-link-is-made-when-this-is-sent"
"""Stands in a letter for the token of its link until it is sent."""

LINK_IS_OLD: Final = say(
    "Not sent any more: {name} has used a link already, or a newer one took its place."
)
KEY_IS_GONE: Final = say(
    "The link for {name} cannot be made any more, since the site’s key was changed. Send a new link"
    " from the list of people."
)


def post_link(letter: Letter, token: str, *, sender: Person, at: datetime) -> None:
    """Post a letter that bears the link with this token, within the act that made the invitation.

    The token is taken out of the letter, and put in again when it is sent.
    """
    invitation = open_invitation(token, at=at)
    ask_for(
        "letter_with_link",
        f"letter of invitation {invitation.id}",
        owner_id=sender.id,
        subject={"invitation": invitation.id},
        content=written_down(letter, letter.text.replace(token, COMES_LATER)),
        at=at,
    )


@performs("letter_with_link", title_of_letter)
def send_link(job: Job, progress: Progress) -> None:
    """Send a letter with its link, unless that is of no use any more.

    Raises Never where the link cannot be made any more, and otherwise as `send` does.
    """
    name = Own(job.holds["name"])
    invitation = db.session.get_one(Invitation, job.about["invitation"])
    if invitation_state(invitation, at=job.made_at) is not LinkState.OPEN:
        progress.reach(1, remark=say_again(LINK_IS_OLD, name=name))
        return
    token = token_of(invitation)
    if token is None:
        raise Never(say_again(KEY_IS_GONE, name=name))
    send(job, job.holds["text"].replace(COMES_LATER, token))
