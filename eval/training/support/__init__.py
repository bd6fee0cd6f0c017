"""Training of the support verifier: does the evidence say the claim?"""
