"""The evaluation run: every golden question asked, measured, written down, compared and gated."""
