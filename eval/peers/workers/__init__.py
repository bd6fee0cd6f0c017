"""One process a contestant, each in an environment of its own; they share the protocol in `worker`."""
