"""The answers that the form of a kind offers where a field takes one of a few words."""

from __future__ import annotations

from trainee_tracker.messages import say

CHOICE_WORDS = {
    ("pooled", "person"): say("Yes: everyone’s time added up"),
    ("pooled", "session"): say("Yes: each session counted once"),
    ("per", "course"): say("Over the whole course"),
    ("per", "month"): say("In every calendar month"),
    ("per", "week-and-site"): say("In every week, at each site"),
    ("period", "month"): say("Calendar month"),
    ("period", "week"): say("Week, Monday to Sunday"),
}
"""The answers of a field that takes one of a few words, by the field and the word."""
