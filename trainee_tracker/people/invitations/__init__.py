"""Entering people by their name and e-mail address, and the links with which they accept.

Whoever enters somebody learns nothing of an account that this address opens elsewhere.
"""
