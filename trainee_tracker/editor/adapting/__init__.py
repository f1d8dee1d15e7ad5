"""Carrying a published version to a new course of another network."""
