"""The pages and questions of a form as a definition writes them, and what is wrong with them."""
