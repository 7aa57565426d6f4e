"""What an address costs in a place that has been used for years."""
