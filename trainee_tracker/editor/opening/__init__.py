"""Opening a course: from a preset, or from another course of one's own."""
