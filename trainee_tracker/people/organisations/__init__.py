"""Organisations, what stands of each, and their sites."""
