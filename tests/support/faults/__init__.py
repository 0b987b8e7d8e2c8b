"""Faults done to the running product, and what they were measured to do; tests and
`benchmarks/faults.py` share it."""
