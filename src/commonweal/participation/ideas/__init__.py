"""Ideas: what residents propose, and which of them are similar."""
