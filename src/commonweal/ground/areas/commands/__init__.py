"""The commands that load areas and the gazetteer."""
