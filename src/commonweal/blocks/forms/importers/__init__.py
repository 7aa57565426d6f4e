"""Readers of other platforms' form definitions; each turns one dialect into our pages."""
