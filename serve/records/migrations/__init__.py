"""The steps that bring a database's tables to what `serve.records.schema` says; they ship with it."""
