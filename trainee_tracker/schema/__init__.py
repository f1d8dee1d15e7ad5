"""The schema: whether the database is built as the models say, part by part, whoever built it.

It tells what is missing, other or more, a sentence each. It mends nothing, knows no room's tables
by name, and leaves the triggers to `audit`, which knows what they have to say.
"""
