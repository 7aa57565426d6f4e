"""The verbs of areas, one a file."""
