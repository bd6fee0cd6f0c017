"""Question -> the queries that are searched: spelling, abbreviations, sub-questions, follow-ups."""
