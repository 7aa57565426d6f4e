"""The building blocks that services are composed from; each can be used alone."""
