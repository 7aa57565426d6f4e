"""What can be done with uploads: one verb a file."""
