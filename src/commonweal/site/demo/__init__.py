"""The demo: made-up people and some months of plausible life, made through the same verbs that everybody uses."""
