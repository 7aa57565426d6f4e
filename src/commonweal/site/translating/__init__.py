"""Extracts the words of pages, keeps their translations, and compiles them, with Babel (requirements/dev.txt)."""
