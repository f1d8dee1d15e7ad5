"""The tamper-evident log of everything that happened.

This room answers for one hash chain over every event, whichever room wrote it, and for finding
any later alteration or loss. It does not decide what may happen: the other rooms' rules do.
"""
