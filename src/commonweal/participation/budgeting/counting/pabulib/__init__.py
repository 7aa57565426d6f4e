"""Pabulib files (.pb), the exchange format for participatory budgeting elections, in and out."""
