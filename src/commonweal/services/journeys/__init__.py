"""Journeys: a resident's way through a service, from the first question to the number of the case."""
