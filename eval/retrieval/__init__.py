"""Compares orders of passages, and measures refusal, on questions that nothing was trained on."""
