"""The use cases of distribution."""
