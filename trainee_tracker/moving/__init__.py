"""A cohort leaves one published version of its course for another.

This room answers for what a move would change for whom, shown before it is made, and for making it.
What the versions ask for is decided by `courses`, what it changes by `progress`.
"""
