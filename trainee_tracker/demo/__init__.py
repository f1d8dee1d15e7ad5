"""The demonstration: two networks with a history, made by the same actions that the pages use.

This package answers for a programme that somebody can walk through on their own machine: who is
in it, what they did on which day, and carrying that out. It knows every room and no room knows it;
it writes nothing behind a room's back, and it is never loaded into a real installation.
"""
