"""Messages: what an organisation tells a person, by e-mail and in the portal's inbox, with its delivery."""
