"""The extractive answerer: it selects what the documents say and changes no word of it."""
