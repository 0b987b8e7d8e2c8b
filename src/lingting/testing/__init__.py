"""Public fakes and drivers for tests: a switch, a clock, callers, private servers."""
