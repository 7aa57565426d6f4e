"""For operators: the checks of `doctor`, and backups."""
