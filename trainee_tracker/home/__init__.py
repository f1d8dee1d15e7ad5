"""What needs somebody now, for each of their roles.

This room answers for the page that everybody begins with. It gathers what the rooms below say and
decides nothing itself.
"""
