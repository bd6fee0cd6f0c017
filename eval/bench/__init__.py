"""What an index costs and finds, measured beside LlamaIndex: docs/index-figures.md."""
