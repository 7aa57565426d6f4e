"""Explanations of a count: to a ballot, to a project, and between rules."""
