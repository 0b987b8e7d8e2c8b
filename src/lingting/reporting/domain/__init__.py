"""What a reader wants to know of a call, computed from its facts; no I/O, no clock."""
