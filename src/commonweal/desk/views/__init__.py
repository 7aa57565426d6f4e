"""Pages of the desk: they read the request, call a front door, and choose a template."""
