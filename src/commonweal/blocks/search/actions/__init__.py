"""The verbs of search, one a file."""
