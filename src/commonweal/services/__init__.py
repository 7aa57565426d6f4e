"""The services wing: catalogue, definitions and journeys."""
