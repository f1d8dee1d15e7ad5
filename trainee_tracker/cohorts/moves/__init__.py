"""The moves of a cohort from a version of its course to another, as they are read.

Moving a cohort is an act of the room `moving`, which knows what a move changes for its trainees.
"""
