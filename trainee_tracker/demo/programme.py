"""Loading the demonstration: the plan carried out, all of it or nothing.

One transaction holds everything, so that a process that is killed leaves an empty database and
not half a history, and the standings of all trainees are judged once, when it commits.
"""

from datetime import date

from sqlalchemy import select

from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.queries import status_of
from trainee_tracker.certificates.rules import CertificateStatus
from trainee_tracker.demo import acts
from trainee_tracker.demo.plan import plan_for
from trainee_tracker.demo.reader import people, told
from trainee_tracker.demo.so_far import MadeSoFar
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.people.organisations.queries import organisation_by_name
from trainee_tracker.people.queries import person_by_email
from trainee_tracker.refusals import Impossible


def is_loaded() -> bool:
    """Tell whether the demonstration stands in this database."""
    founding = told("partnership")["act"][0]
    is_founded = organisation_by_name(founding["name"]) is not None
    return is_founded and person_by_email(people()[founding["administrator"]].email) is not None


def load(today: date, address: CheckAddress) -> int:
    """Carry out the plan up to `today`, commit, and return how many steps there were.

    Raises Impossible in a database that already knows somebody.
    """
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise Impossible(
            say(
                "This database already holds people. The demonstration is loaded only into an empty"
                " one. To start it afresh: make demo-reset"
            )
        )
    plan, so_far = plan_for(today), MadeSoFar(address)
    for step in plan:
        so_far.begin(step)
        getattr(acts, step.do)(so_far, **step.facts)
    db.session.commit()
    return len(plan)


def certificates_to_check() -> dict[CertificateStatus, str]:
    """Return a serial for each status that the finished network's awards have."""
    awards = select(Certificate).where(Certificate.kind == CertificateKind.AWARD)
    latest_first = db.session.scalars(awards.order_by(Certificate.id.desc()))
    found = {status_of(each): each.serial for each in latest_first}
    return {status: found[status] for status in CertificateStatus if status in found}
