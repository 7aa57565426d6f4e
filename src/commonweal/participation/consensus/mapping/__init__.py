"""The map of agreement: opinion groups, what sets them apart, and what bridges them. Pure functions."""
