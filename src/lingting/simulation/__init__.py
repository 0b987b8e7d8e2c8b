"""The world in the box: a carrier, callers and agents that bring a company to life."""
