"""What a draft would change for whom, shown before it is published."""
