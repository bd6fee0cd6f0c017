"""What a language model's faults come to: planted in its answers, and of its service."""
