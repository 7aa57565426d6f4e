"""The verbs of definitions: one file each."""
