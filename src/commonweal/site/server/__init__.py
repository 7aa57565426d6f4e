"""Serving a place with gunicorn."""
