"""Somebody who was entered arrives: they accept their place or refuse it.

This room answers for the page behind an invitation. Who is new chooses a password; who has an
account already accepts with it, and only then does anybody learn that they are the same person.
Entering and inviting belong to `people`.
"""
