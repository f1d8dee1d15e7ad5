"""Giving roles and ending them, and how a governance lead is accepted by the other side.

Nobody gives a role to themselves, and one person leads governance on one side only. The table of
roles is in `people`, because whatever somebody may do is read from it.
"""
