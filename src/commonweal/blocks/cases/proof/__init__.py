"""The proof of the section `case:`: states and transitions that no case reaches, cycles, and mistakes in them."""
