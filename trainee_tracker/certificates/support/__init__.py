"""Whether the record still supports what was issued, who is told, and who decides.

This folder answers for what a certificate rested on when it was issued, for the recount of just
that, and for keeping an award that is no longer supported. It does not judge by itself:
`accreditation` does. Nor does it end a certificate: that is `certificates/ending/actions.py`.
"""
