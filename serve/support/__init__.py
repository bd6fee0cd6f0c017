"""Does the evidence say the claim? Overlap of words, deterministic checks, a trained model, one verdict."""
