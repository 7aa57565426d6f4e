"""What the place learns from what happens in it: volumes, completion, time, demand."""
