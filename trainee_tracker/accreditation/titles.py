"""What a course calls its activities, as it stands inside a sentence."""

from functools import lru_cache

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.messages import Own


def titles_of(terms: Terms, *activities: str) -> tuple[Own, ...]:
    """Return what a course calls some of its activities, as it stands inside a sentence."""
    titles = terms.activity_titles
    return tuple([_own_in_sentence(titles[key]) for key in activities])


def title_of(terms: Terms, activity: str) -> Own:
    """Return what a course calls an activity, as it stands inside a sentence."""
    return _own_in_sentence(terms.activity_titles[activity])


@lru_cache(1_000)
def _own_in_sentence(title: str) -> Own:
    """Return a title for a sentence: the same few stand in the reasons of very many lines."""
    return Own(in_sentence(title))
