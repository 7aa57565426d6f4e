"""What must hold when processes are killed, many clients send at the same time, or the database is out of reach."""
