"""One's own account: what is known of a person, and choosing the password that opens it."""
