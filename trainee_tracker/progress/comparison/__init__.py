"""What differs for one person between two judgements of the same lines."""
