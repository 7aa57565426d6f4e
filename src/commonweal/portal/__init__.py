"""The residents' pages: home, search, services, dashboard and my data."""
