"""Finds the words that pages say, keeps their translations, and compiles them, with Babel (requirements/dev.txt)."""
