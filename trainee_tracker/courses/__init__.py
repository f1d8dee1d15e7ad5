"""The accredited standard.

This room answers for courses, their drafts and their published, immutable versions, for how these
read in words, and for the presets that courses start from. Terms are changed and published in
`editor`; what a course demands is judged in `accreditation`; who follows it is known to `cohorts`.
"""
