"""Who may come through which door."""
