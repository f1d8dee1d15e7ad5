"""What two organisations have agreed to where a course's terms ask for fewer checks than before.

Its pages are those of `moving`, which shows what follows for whom. It stands here because no cohort
is opened on such terms without it.
"""
