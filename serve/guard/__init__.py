"""The policy of the guards: what becomes of a question, of retrieved text, and of an answer.

The detectors that read text are in `ingest.guard`; docs/guards.md says what is covered and what is not.
"""
