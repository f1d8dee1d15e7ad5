"""Who takes part, and who may do what.

This room answers for organisations and their sides, sites, people, roles, invitations, sign-in
and the one table of permissions. It does not know courses, cohorts or hours.
"""
