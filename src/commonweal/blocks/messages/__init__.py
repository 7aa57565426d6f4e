"""Messages from organisations to people, by email and in the portal's inbox, with their delivery."""
