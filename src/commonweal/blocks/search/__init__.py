"""Search: one box over services, organisations and help, that forgives typing mistakes and knows other words."""
