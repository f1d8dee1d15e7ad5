"""The words that every course, page and file shares, each with its plain English form.

A course may hang finer activities below the shared ones, never beside them, so that hours can
be compared and moved between courses and networks.
"""

ACTIVITIES = {
    "taught": "Taught hours",
    "study": "Independent study",
    "practice": "Practice",
    "supervision": "Supervision",
    "personal-development": "Personal development",
    "peer-support": "Peer support",
    "outreach": "Outreach",
    "indirect": "Indirect work",
}

ROLES = {
    "lead": "lead",
    "co-therapist": "co-therapist",
    "reflecting-team": "reflecting team",
    "observer": "observer",
}

FORMATS = {
    "individual": "individual",
    "couple": "couple",
    "family": "family",
    "group": "group",
}

MODES = {
    "in-room": "in the room",
    "online": "live online",
    "asynchronous": "not live",
}

OBSERVED = {
    "live": "seen live",
    "recorded": "seen on a recording",
    "reported": "only reported",
}

LEVELS = {
    1: "potentially harmful or not shown",
    2: "partly shown",
    3: "shown",
    4: "shown with skill",
}
"""The four levels of an observed competence. Source: WHO EQUIP's four-level role-play scale."""
