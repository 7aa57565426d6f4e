"""Consensus: statements that people vote on, and the map of where they agree."""
