"""Standard reports: one engine, one wire form."""
