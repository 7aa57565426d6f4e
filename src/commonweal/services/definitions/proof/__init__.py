"""The proof of a definition: what is wrong with it, with the answers that show it."""
