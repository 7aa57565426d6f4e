"""Cases: what was asked for, who works on it, in which state it is, by when it must be done, and how it ended."""
