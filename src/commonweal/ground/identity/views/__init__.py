"""Pages of identity: the account, the demo's sign-in, and everything that is held of oneself."""
