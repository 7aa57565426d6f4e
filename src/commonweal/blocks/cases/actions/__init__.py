"""The verbs: one function, one transaction; a file holds the verbs of one subject."""
