"""Organisations: the members of the place, their staff and roles, their API keys."""
