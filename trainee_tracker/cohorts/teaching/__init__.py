"""The timetable of a cohort: its classes, planned and shown."""
