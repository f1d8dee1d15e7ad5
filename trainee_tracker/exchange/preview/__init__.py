"""What the draft of a course would make of a ledger that somebody pastes; nothing is kept."""
