"""Pages of organisations: their look and invitations for everybody, people, keys and details for their own staff."""
