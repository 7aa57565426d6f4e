"""How an expression is checked: the kinds of its names, what operators and functions do with them, and its mistakes."""
