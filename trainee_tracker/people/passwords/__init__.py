"""Proving by a password who one is, at a pace that makes guessing hopeless."""
