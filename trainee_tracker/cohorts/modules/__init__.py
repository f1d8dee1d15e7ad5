"""Which modules a trainee has passed."""
