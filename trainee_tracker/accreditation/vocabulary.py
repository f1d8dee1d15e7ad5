"""The words that every course, page and file shares, each with its plain English form.

A course may hang finer activities below the shared ones, never beside them, so that hours can
be compared and moved between courses and networks. Other words are as they stand within a sentence or
a list; what stands alone, as an answer to choose or in a cell, begins with a capital (`…_ALONE`).
"""

from collections.abc import Mapping
from typing import Final

from trainee_tracker.messages import Message, say, say_of

ACTIVITIES: Final[Mapping[str, Message]] = {
    "taught": say("Taught hours"),
    "study": say("Independent study"),
    "practice": say("Practice"),
    "supervision": say("Supervision"),
    "personal-development": say("Personal development"),
    "peer-support": say("Peer support"),
    "outreach": say("Outreach"),
    "indirect": say("Indirect work"),
}

ROLES: Final[Mapping[str, Message]] = {
    "lead": say_of("part taken in a session", "lead"),
    "co-therapist": say("co-therapist"),
    "reflecting-team": say("reflecting team"),
    "observer": say("observer"),
}

ROLES_ALONE: Final[Mapping[str, Message]] = {
    "lead": say_of("part taken in a session", "Lead"),
    "co-therapist": say("Co-therapist"),
    "reflecting-team": say("Reflecting team"),
    "observer": say("Observer"),
}

FORMATS: Final[Mapping[str, Message]] = {
    "individual": say("one person"),
    "couple": say("a couple"),
    "family": say("a family"),
    "group": say("a group"),
}

FORMATS_ALONE: Final[Mapping[str, Message]] = {
    "individual": say("One person"),
    "couple": say("A couple"),
    "family": say("A family"),
    "group": say("A group"),
}

CASES: Final[Mapping[str, Message]] = {
    "individual": say_of("case", "one person"),
    "couple": say_of("case", "couple"),
    "family": say_of("case", "family"),
    "group": say_of("case", "group"),
}
"""Whom a case is about, as it follows the code of the case."""

MODES: Final[Mapping[str, Message]] = {
    "in-room": say("in the room"),
    "online": say("live online"),
    "asynchronous": say("not live"),
}

MODES_ALONE: Final[Mapping[str, Message]] = {
    "in-room": say("In the room"),
    "online": say("Live online"),
    "asynchronous": say("Not live"),
}

OBSERVED: Final[Mapping[str, Message]] = {
    "live": say("seen live"),
    "recorded": say("seen on a recording"),
    "reported": say("only reported"),
}

OBSERVED_ALONE: Final[Mapping[str, Message]] = {
    "live": say("Seen live"),
    "recorded": say("Seen on a recording"),
    "reported": say("Only reported"),
}

LEVELS: Final[Mapping[int, Message]] = {
    1: say("potentially harmful or not shown"),
    2: say("partly shown"),
    3: say("shown"),
    4: say("shown with skill"),
}
"""The four levels of an observed competence. Source: WHO EQUIP's four-level role-play scale."""

LEVELS_ALONE: Final[Mapping[int, Message]] = {
    level: say("{level}, {words}", level=level, words=words) for level, words in LEVELS.items()
}
"""Each level with its number: "3, shown"."""
