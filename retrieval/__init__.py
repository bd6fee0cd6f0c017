"""Question -> ranked evidence."""
