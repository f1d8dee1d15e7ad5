"""The words that terms are made of, in the page's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

COURSE_WORDS = {
    "lead": _l("lead"),
    "co-therapist": _l("co-therapist"),
    "reflecting-team": _l("reflecting team"),
    "observer": _l("observer"),
    "individual": _l("one person"),
    "couple": _l("a couple"),
    "family": _l("a family"),
    "group": _l("a group"),
    "in-room": _l("in the room"),
    "online": _l("live online"),
    "asynchronous": _l("not live"),
    "full": _l("everyone is credited the whole time"),
    "half": _l("everyone is credited half of the time"),
    "share": _l("the time is shared out between those present"),
    "double-share": _l("twice the time is shared out, up to the whole for each"),
    "bacp": _l("up to four people are credited half of the time; more share it out"),
    "units": _l("two hours in a group count as much as one hour alone"),
    "live": _l("seen live"),
    "recorded": _l("seen on a recording"),
    "reported": _l("only reported"),
}
"""The words of terms (`accreditation.vocabulary`, kinds of group credit) in a sentence."""
