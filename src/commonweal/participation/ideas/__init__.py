"""Ideas: what residents propose, and which of them say the same."""
