"""How people are named, and who vouches for it.

This folder answers for names and registrations: asking for a change, and its confirmation by
somebody else. Nothing but adding a person and such a confirmation names anybody. The names
themselves are read with their people (`people/models.py`).
"""
