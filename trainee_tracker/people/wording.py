"""What roles and sides are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.people.rules import Role, Side

if TYPE_CHECKING:
    from flask_babel import LazyString


ROLE_TITLES: dict[Role, LazyString] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.TRAINING_LEAD: _l("Training lead"),
    Role.GOVERNANCE_LEAD: _l("Governance lead"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.TRAINEE: _l("Trainee"),
    Role.COMMISSIONER: _l("Commissioner"),
}


SIDE_TITLES: dict[Side, LazyString] = {
    Side.COMMUNITY: _l("Community"),
    Side.STATUTORY: _l("Statutory"),
    Side.TRAINING_PROVIDER: _l("Training provider"),
    Side.ACCREDITOR: _l("Accreditor"),
}
