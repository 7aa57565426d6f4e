"""What staff do to their own desk, and to work that failed."""
