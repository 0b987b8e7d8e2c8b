"""Sets a checkout up and checks it; needs nothing but Python's standard library."""
