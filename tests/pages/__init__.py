"""Walks over all pages as they are drawn: their forms, and what becomes of what is typed into them."""
