"""Writes the reference pages of the definition language from the code."""
