"""Random stories over the real services: one seed, virtual time, faults, invariants, shrinking."""
