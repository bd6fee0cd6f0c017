"""Fits the numbers of `retrieval/calibration.json` on data that is not the golden set."""
