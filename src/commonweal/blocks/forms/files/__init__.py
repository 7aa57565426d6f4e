"""Making received files safe: what they are, what is inside them, and what is left of them."""
