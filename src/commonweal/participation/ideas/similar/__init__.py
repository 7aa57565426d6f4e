"""Finds similar ideas: identical texts by a hash, near ones by the letters they share. Pure functions."""
