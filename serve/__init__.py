"""Evidence -> an answer in which every sentence cites its source, for a person or a program."""
