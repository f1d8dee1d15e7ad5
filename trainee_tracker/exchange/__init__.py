"""Lists in: what people paste or upload is shown in full before anything is written.

This room answers for what a list of trainees would do to a cohort, and for trying a course's draft
on a pasted ledger. How a table is read is answered in `tables`, and what a row then does in the
room that the act belongs to.
"""
