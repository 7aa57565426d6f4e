"""The participation wing: how residents take part in deciding."""
