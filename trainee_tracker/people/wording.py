"""What roles and sides are called."""

from __future__ import annotations

from trainee_tracker.messages import Message, say
from trainee_tracker.people.rules import Role, Side

ROLE_TITLES: dict[Role, Message] = {
    Role.ADMINISTRATOR: say("Administrator"),
    Role.TRAINING_LEAD: say("Training lead"),
    Role.GOVERNANCE_LEAD: say("Governance lead"),
    Role.SUPERVISOR: say("Supervisor"),
    Role.TRAINEE: say("Trainee"),
    Role.COMMISSIONER: say("Commissioner"),
}


SIDE_TITLES: dict[Side, Message] = {
    Side.COMMUNITY: say("Community"),
    Side.STATUTORY: say("Statutory"),
    Side.TRAINING_PROVIDER: say("Training provider"),
    Side.ACCREDITOR: say("Accreditor"),
}
