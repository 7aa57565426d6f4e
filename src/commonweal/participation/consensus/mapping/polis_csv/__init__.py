"""Polis's CSV folders, in and out."""
