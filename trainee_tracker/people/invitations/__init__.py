"""Entering people by their name and address, and the links with which they accept.

Whoever enters somebody learns nothing of an account that the address opens elsewhere.
"""
