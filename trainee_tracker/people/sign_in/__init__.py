"""Signing in and out, and the browsers in which somebody is signed in."""
