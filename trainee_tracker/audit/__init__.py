"""The tamper-evident log of everything that happened.

This room answers for a chain for each stream, whichever room wrote to it; for the turns in which acts
are appended; for seals over all streams, and proofs against them; and for finding any later
alteration or loss. It does not decide what may happen: the other rooms' rules do.
"""
