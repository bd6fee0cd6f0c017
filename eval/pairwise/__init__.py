"""Configurations side by side: question by question, by metric, by a language model or by people's votes."""
