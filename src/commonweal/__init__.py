"""Commonweal: shared digital civic infrastructure for one place."""

__version__ = "0.1.0"
