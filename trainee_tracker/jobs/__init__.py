"""Background work: what takes too long for a page, done by a worker and told while it goes on.

A job is a row of this room, written in the transaction of the act that asks for it: an act that is
rolled back leaves none. huey only wakes the worker, which finds its work in the rows, so a wake-up
that is lost costs a minute and no job. The rows change and decide nothing; what a job does to the
ledger it does through the actions of other rooms. This room knows no kind of job: each is told to
it by the room that answers for it (`kinds.py`). The pages are in `background`.
"""
