"""What a supervisor signs: one decision for each entry under one signature, and taking one back."""
