"""Changing the terms of a course, up to a version that is published.

This room answers for opening a course from a preset or from another course, for its draft one part
at a time, for showing on whose hours what a draft would change, for publishing it and for adapting
it to another network. What is published, and how it reads, is known to `courses`; how a ledger is
judged, to `accreditation` and `progress`.
"""
