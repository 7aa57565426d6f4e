"""Notices: when something happens to a case, the messages leave that its service's definition names."""
