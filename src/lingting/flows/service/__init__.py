"""Use cases of flows: running sessions on calls, and editing."""
