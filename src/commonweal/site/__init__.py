"""The assembled platform: settings, addresses and the commonweal command."""
