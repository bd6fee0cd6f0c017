"""The guards' training, their figures, and attacks on a running server."""
