"""Messages: what an organisation tells a person, by email and in the portal's inbox, with its delivery."""
