"""The supervisor's pages: what waits, the review of what is signed, signing, taking it back.

What a signature stands under and who may give it is in `hours.signing`; this room shows it.
"""
