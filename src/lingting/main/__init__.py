"""The composition root: command line, wiring, roles."""
