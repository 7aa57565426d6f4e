"""Django's PostgreSQL with a limit to every wait, so that a server that is away or hangs stops nobody for long."""
