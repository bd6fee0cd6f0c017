"""The support verifier, measured: beside its parts, on sources held back, on changed sentences."""
