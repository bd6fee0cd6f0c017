"""Detectors that read text: instructions to an assistant, personal data, secrets.

What becomes of what they find is decided in `serve.guard`.
"""
