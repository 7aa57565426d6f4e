"""Tests of what crosses capabilities."""
