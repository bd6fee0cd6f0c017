"""The HTTP interface. FastAPI and Starlette are known in this folder alone (docs/adr/0013-http.md)."""
