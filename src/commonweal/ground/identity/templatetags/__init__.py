"""Tags for the templates that the account library is given."""
