"""The slow counter: the definitions in exact rational numbers and plain Python, to check the fast one."""
