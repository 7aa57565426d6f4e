"""Casework: joins cases with the definitions of their services, and sends the messages that these name."""
