"""What must hold when processes are killed, many come at once, or the database is away."""
