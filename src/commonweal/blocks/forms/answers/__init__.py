"""What people answer: the context, the kinds of mistakes, and the values that a form makes of what was typed."""
