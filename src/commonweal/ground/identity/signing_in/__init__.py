"""Signing in: passwords, second factors, guessing, letters, and what is kept meanwhile."""
