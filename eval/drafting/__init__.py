"""Golden questions proposed from documents by rules, for a person to accept, mend or reject."""
