"""The verbs of messages, one a file."""
