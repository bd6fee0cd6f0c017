"""The engine as tools of the Model Context Protocol; docs/clients.md."""
