"""Commands of participatory budgeting."""
