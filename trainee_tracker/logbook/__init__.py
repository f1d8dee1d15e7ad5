"""The trainee's pages about their hours: logging a session, the log, one entry and its corrections.

The ledger itself, its rules and its acts are in `hours`; what a supervisor decides is in `sign_off`.
"""
