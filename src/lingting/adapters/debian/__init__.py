"""A private copy of Debian packages, made without changing the machine."""
