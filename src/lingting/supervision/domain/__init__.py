"""The wallboard's rules, without I/O."""
