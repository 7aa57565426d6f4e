"""Commands of the forms block."""
