"""The verbs of organisations, one a file."""
