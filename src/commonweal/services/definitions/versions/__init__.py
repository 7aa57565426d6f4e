"""Versions of a service in the database: drafts, review, what is live, and how versions differ."""
