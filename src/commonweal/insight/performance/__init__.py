"""How services do: how many begin, how many send, how long it takes."""
