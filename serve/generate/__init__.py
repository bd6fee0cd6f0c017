"""Answers written by a language model: prompt, reply, and the check that every sentence has to pass."""
