"""Definitions: services as versioned documents that are proved, reviewed, published and pinned."""
