"""The accredited standard.

This room answers for courses, their published and immutable versions, and the presets they start
from or the versions they are adapted from. What a course demands is judged in `accreditation`; who
follows it is known to `cohorts`.
"""
