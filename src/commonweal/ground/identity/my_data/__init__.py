"""What is kept about a person: the register of personal data, its purposes, and corrections."""
