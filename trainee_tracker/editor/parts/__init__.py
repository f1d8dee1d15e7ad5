"""The draft, one section and one part at a time."""
