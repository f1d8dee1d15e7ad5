"""Files judged without a database, for `flask judge` and for a pasted ledger.

This room answers for reading hours, checks and results from tables, and for the answer as data and
as a report. How hours are judged is decided in `accreditation`; nothing is written here.
"""
