"""Django's PostgreSQL backend with a limit to every wait, so that no request hangs while the server is away."""
