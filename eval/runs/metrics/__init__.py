"""What is measured of one question: plain functions, each with the paper or definition that it comes from."""
