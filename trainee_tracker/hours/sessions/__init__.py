"""What happened once: what can be said of a session, what a course asks, and whether it can be so."""
