"""Certificates: what is issued to a trainee, printed, checked by anyone, revoked and superseded.

This room answers for the frozen facts of a certificate, its serial, the PDF made from those facts
once, and the public page that says whether a certificate is valid. It does not decide who is
eligible: `accreditation` judges that and `progress` gathers it.
"""
