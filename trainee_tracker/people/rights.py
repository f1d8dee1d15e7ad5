"""Whether those who act still may: a role that has ended meanwhile carries their act no more.

Every right rests on the roles that its holder was seen to hold. Which those were is in the session,
so no action of any room has to tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from trainee_tracker.audit.actions import actors_of, before_the_turn
from trainee_tracker.audit.rules import Head
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person, RoleEnd, RoleGrant
from trainee_tracker.refusals import Stale


@before_the_turn
def rights_of_actors(session: Session) -> Rights | None:
    """Return the roles by which an act is done, to be compared under the locks."""
    seen = [
        grant
        for actor_id in actors_of(session)
        for grant in _grants_seen(session, actor_id)
        if grant.is_in_force
    ]
    return Rights(seen) if seen else None


def _grants_seen(session: Session, person_id: int) -> Collection[RoleGrant]:
    """Return the roles of a person that were looked at in this transaction; none if nobody did."""
    key = inspect(Person).identity_key_from_primary_key((person_id,))
    person = session.identity_map.get(key)
    return inspect(person).dict.get("grants", ()) if person is not None else ()


class Rights:
    """Roles that were held when an act was judged."""

    def __init__(self, grants: Collection[RoleGrant]) -> None:
        self.grant_ids = frozenset(each.id for each in grants)
        self.exclusive: Collection[int] = ()
        self.shared: Collection[int] = frozenset(each.stream_id for each in grants)

    def finish(self, heads: Mapping[int, Head]) -> None:
        """Raise Stale when one of the roles has ended since."""
        ended = select(RoleEnd.id).where(RoleEnd.grant_id.in_(self.grant_ids)).limit(1)
        if db.session.scalar(ended) is not None:
            raise Stale(
                say(
                    "One of your roles ended just now. Nothing was saved:"
                    " open the page again to see what you may still do."
                )
            )
