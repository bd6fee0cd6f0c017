"""Running it for others: who gets in, how often, and what the server tells about itself."""
