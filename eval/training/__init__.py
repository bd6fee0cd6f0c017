"""Training of the models that ship: from data in a folder to weights, reproducibly."""
