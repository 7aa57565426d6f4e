"""A form being filled in: reading, showing, carrying over and summing up answers."""
