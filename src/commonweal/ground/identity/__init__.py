"""Identity: people, their accounts, how surely they are known, and their personal data."""
