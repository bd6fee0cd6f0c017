"""Documents -> chunks and passages -> one immutable, searchable index version."""
