"""The verbs of journeys, one a file."""
