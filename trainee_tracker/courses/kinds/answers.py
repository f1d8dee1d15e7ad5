"""The answers that the form of a kind offers where a field takes one of a few words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

CHOICE_WORDS = {
    ("pooled", "person"): _l("Yes: everyone's time added up"),
    ("pooled", "session"): _l("Yes: each session counted once"),
    ("per", "course"): _l("Over the whole course"),
    ("per", "month"): _l("In every calendar month"),
    ("per", "week-and-site"): _l("In every week, at each site"),
    ("period", "month"): _l("Calendar month"),
    ("period", "week"): _l("Week, Monday to Sunday"),
}
"""The answers of a field that takes one of a few words, by the field and the word."""
