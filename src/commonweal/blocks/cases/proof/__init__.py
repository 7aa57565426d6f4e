"""The proof of the section `case:`: states and transitions that no case comes to, cycles, and what is wrong in them."""
