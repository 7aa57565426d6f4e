"""The text of a definition: reading YAML with line and column, and writing it."""
