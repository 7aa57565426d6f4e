"""Mutated files of the demo place: checked, applied, and walked to their end."""
