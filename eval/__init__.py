"""Is it any good? Golden questions, metrics, training and reports."""
