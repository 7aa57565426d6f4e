"""Finds the words that pages say, keeps their translations, and compiles them; needs no tool beside Python."""
