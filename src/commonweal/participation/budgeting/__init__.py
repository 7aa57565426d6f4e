"""Participatory budgeting: how a place counts the votes on what to build."""
